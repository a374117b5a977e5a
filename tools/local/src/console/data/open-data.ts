import { cloudformation } from '../../services/cloudformation/part.ts';
import { dynamodb } from '../../services/dynamodb/part.ts';
import { lambda } from '../../services/lambda/part.ts';
import { metrics } from '../../services/metrics/part.ts';
import { redis } from '../../services/redis/part.ts';
import { s3 } from '../../services/s3/part.ts';
import { sqs } from '../../services/sqs/part.ts';
import type { OpenParts } from '../../stack/open-parts.ts';
import type { Place } from '../../stack/part.ts';
import { type Boards, createBoards } from '../ranking/boards.ts';
import { createFreshnessReader, type FreshnessReader } from '../ranking/rank-freshness.ts';
import { rankingResource } from '../ranking/ranking-resource.ts';
import { ridesResource } from '../rides/rides-resource.ts';
import { bucketsResource } from './buckets-resource.ts';
import { type DataAccess, overviewResource } from './overview-resource.ts';
import { queuesResource } from './queues-resource.ts';
import { tablesResource } from './tables-resource.ts';

/** The data of the stack, and the systems whose state it is: the ranking and the rides. */
export const DATA_RESOURCES = [
  ...[overviewResource, tablesResource, queuesResource, bucketsResource],
  ...[rankingResource, ridesResource],
];

type DataContext = { data: DataAccess; boards: Boards; freshness: FreshnessReader; place: Place };

type Tools = {
  /** Makes what tells a page of changes of a kind. */
  tellSoon(kind: string): () => void;
};

/** What is read and changed of the data; `observe` is told every call. */
export function openData(place: Place, parts: OpenParts, { tellSoon }: Tools) {
  const { client, given } = parts.usesOf(dynamodb);
  const queues = parts.usesOf(sqs);
  const tell = { dynamodb: tellSoon('tables'), sqs: tellSoon('queues'), s3: tellSoon('buckets') };
  parts.usesOf(lambda).invocations.add({ ended: tellSoon('invocation') });
  const context: DataContext = {
    data: {
      ...{ dynamodb: client, ownTables: given?.names, clock: place.clock },
      ...{ sqs: queues.client, peek: queues.peek },
      ...{ objects: parts.usesOf(s3).store, stacks: parts.usesOf(cloudformation) },
    },
    boards: createBoards(parts.usesOf(redis).endpoint?.({ tls: false })),
    freshness: createFreshnessReader(parts.usesOf(metrics), place.clock),
    place,
  };
  const isData = (service: string): service is keyof typeof tell => Object.hasOwn(tell, service);
  return {
    context,
    observe: ({ service, operation = '' }: { service: string; operation: string | undefined }) => {
      if (isData(service) && !READS.test(operation)) tell[service]();
    },
  };
}

const READS = /^(Get|List|Describe|Head|Scan|Query|BatchGet)/;
