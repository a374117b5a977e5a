import {
  CreateTableCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  paginateScan,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { startDynoxide } from '@hanok/engines';

export const TABLE = 'Greetings';

/** A real DynamoDB-compatible server with the table, and all items that stand in it. */
export async function startGreetingsTable() {
  const engine = await startDynoxide();
  const client = createClient(engine.endpoint);
  await client.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'Name', KeyType: 'HASH' },
        { AttributeName: 'GreetingId', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'Name', AttributeType: 'S' },
        { AttributeName: 'GreetingId', AttributeType: 'S' },
      ],
    }),
  );
  return {
    client,
    endpoint: engine.endpoint,
    items: async () => {
      const pages = await Array.fromAsync(paginateScan({ client }, { TableName: TABLE }));
      return pages.flatMap(({ Items }) => Items ?? []);
    },
    stop: async () => {
      client.destroy();
      await engine.stop();
    },
  };
}

export function createClient(endpoint: string, config: DynamoDBClientConfig = {}): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    ...config,
  });
}

/** The client's next `times` calls are answered as by a table whose items another transaction holds. */
export function holdItems(client: DynamoDBClient, times: number): void {
  let left = times;
  client.middlewareStack.add(
    (next) => async (args) => {
      if (left-- <= 0) return next(args);
      throw new TransactionCanceledException({
        $metadata: {},
        message: 'Transaction cancelled',
        CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }],
      });
    },
    { step: 'initialize' },
  );
}

/** The client's next call takes effect, and its reply never arrives. */
export function loseReply(client: DynamoDBClient): void {
  let lost = false;
  client.middlewareStack.add(
    (next) => async (args) => {
      const output = await next(args);
      if (lost) return output;
      lost = true;
      throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    },
    { step: 'initialize' },
  );
}
