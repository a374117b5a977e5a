import { type DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import { dataOverview } from '@hanok/console';
import * as z from 'zod';
import { consoleOperation, type ConsoleResource } from '../console-operation.ts';
import type { Boards } from '../ranking/boards.ts';
import type { ObjectAccess } from './objects.ts';
import { readQueues } from './queues.ts';
import type { QueueAccess } from './queues-resource.ts';
import { describeTable } from './table-keys.ts';

/** What is read and changed of tables, queues and buckets. */
export type DataAccess = QueueAccess &
  ObjectAccess & {
    dynamodb: DynamoDBClient;
    /** The names of the stack's tables in an engine that it was given, which may have others. */
    ownTables: (() => Iterable<string>) | undefined;
  };

type Context = { data: DataAccess; boards: Boards };

/** What holds data in the stack. */
export const overviewResource: ConsoleResource<Context> = [
  consoleOperation({
    method: 'GET',
    path: '/data',
    summary: 'Tables, queues, buckets and boards, with how much is in them.',
    input: z.strictObject({}),
    answer: dataOverview,
    run: async ({ data, boards }: Context) => {
      const [tables, queues, found] = await Promise.all([
        readTables(data),
        readQueues(data.sqs),
        boards.sizes(),
      ]);
      return {
        tables,
        queues: queues.map(({ attributes: _attributes, deadLetterQueue: _queue, ...queue }) => queue),
        buckets: data.objects.buckets.all().map(({ name }) => ({ name })),
        boards: found,
      };
    },
  }),
];

async function readTables({ dynamodb: client, ownTables }: DataAccess) {
  const names: string[] = [];
  for await (const { TableNames = [] } of paginateListTables({ client }, {})) names.push(...TableNames);
  const own = ownTables && new Set(ownTables());
  const shown = own ? names.filter((name) => own.has(name)) : names;
  return Promise.all(
    shown.toSorted().map(async (name) => ({ name, items: (await describeTable(client, name)).items })),
  );
}
