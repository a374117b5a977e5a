import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Account } from '../../arn.ts';
import { type JsonApi, jsonService } from '../../gateway/json-service.ts';
import type { Service, ServiceResponse } from '../../gateway/service.ts';
import { disposable, ownClient, part, type Place } from '../../stack/part.ts';
import { ACCESS } from './access.ts';
import { throttledTransaction, transactionConflict } from './cancelled-transaction.ts';
import { dynoxideDialect } from './engine/dynoxide/dynoxide-dialect.ts';
import { createEngine } from './engine/engine.ts';
import { openEngine } from './engine/open-engine.ts';
import { invalidInput } from './input.ts';
import { PARAMETERS } from './parameters.ts';
import { partitionUnits } from './partition-units.ts';
import { ITEM_OPERATIONS } from './operations/items.ts';
import { STREAM_OPERATIONS } from './operations/streams.ts';
import { TABLE_OPERATIONS } from './operations/tables.ts';
import { dynamodbTable } from './resources/dynamodb-table.ts';
import type { GivenTables } from './resources/given-tables.ts';
import { runTtlSweep } from './ttl-sweep.ts';

/** Errors that come from the protocol's layer of DynamoDB, not from its model. */
const CORAL_ERRORS: ReadonlySet<string> = new Set([
  'SerializationException',
  'AccessDeniedException',
  'MissingAuthenticationTokenException',
]);

const API: JsonApi = {
  name: 'dynamodb',
  version: '1.0',
  targets: ['DynamoDB_20120810', 'DynamoDBStreams_20120810'],
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html
  typeOf: (code) =>
    `${CORAL_ERRORS.has(code) ? 'com.amazon.coral.service' : 'com.amazonaws.dynamodb.v20120810'}#${code}`,
  invalid: invalidInput,
  refusals: {
    // The code for tables on demand, as the templates' are.
    throttled: {
      status: 400,
      code: 'ThrottlingException',
      message: 'Throughput exceeds the current capacity of your table or index.',
    },
    failed: { status: 500, code: 'InternalServerError', message: 'Internal server error' },
  },
};

/** DynamoDB deletes expired items within days; here it looks once a minute. */
const TTL_SWEEP_SECONDS = 60;

/** DynamoDB and its streams, on an engine that the stack starts or was given. */
export const dynamodb = part({
  name: API.name,
  resources: [dynamodbTable],
  needs: {},
  async open(place) {
    const { endpoint, dialect, given, died, clear, end } = await openEngine(place);
    const client = new DynamoDBClient(ownClient(place));
    return {
      uses: { client, given },
      service: dynamodbService(place, endpoint, dialect),
      start: () => startTtlSweep(client, place, given),
      ...(died && { died }),
      reset: async () => clear?.(),
      [Symbol.asyncDispose]: async () => {
        client.destroy();
        await end();
      },
    };
  },
});

/**
 * The service on an engine at `endpoint`, dynoxide by default. Clients see ARNs of this region and account, and shard
 * ids, sequence numbers and iterators in AWS's form.
 */
export function dynamodbService(
  { region, accountId }: Account,
  endpoint: string,
  dialect = dynoxideDialect({ region, accountId }),
): Service {
  const account = { region, accountId };
  const context = { account, engine: createEngine(endpoint, region, dialect) };
  const service = jsonService(API, {
    context,
    operations: { ...TABLE_OPERATIONS, ...ITEM_OPERATIONS, ...STREAM_OPERATIONS },
    access: ACCESS,
    parameters: PARAMETERS,
    answer: (response: ServiceResponse) => response,
  });
  return {
    ...service,
    conflicted: transactionConflict,
    writeUnits: (request) => partitionUnits(context, request),
    exhausted: throttledTransaction,
  };
}

/** In an engine that the stack was given, the tables of others are left alone. */
function startTtlSweep(
  client: DynamoDBClient,
  { clock, onNotice }: Place,
  given: GivenTables | undefined,
): AsyncDisposable {
  const sweeping = new AbortController();
  const swept = runTtlSweep({
    // Functions run in real time, and so do the times at which what they write expires.
    ...{ client, clock: { ...clock, now: () => Date.now() }, signal: sweeping.signal },
    everySeconds: TTL_SWEEP_SECONDS,
    ...(given && { tables: given.names }),
    onError: (error) => onNotice(`Expired items were not deleted: ${String(error)}`),
  });
  return disposable(() => {
    sweeping.abort();
    return swept;
  });
}
