import {
  type AttributeValue,
  CreateTableCommand,
  DynamoDBClient,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import { startDynoxide } from '@hanok/engines';

export const TABLES = { hostTable: 'CrawlHosts', pageTable: 'CrawlPages', crawlTable: 'Crawls' } as const;
const KEYS = { CrawlHosts: 'HostKey', CrawlPages: 'Url', Crawls: 'CrawlId' } as const;

/** A real DynamoDB-compatible server with the three tables of crawls. */
export async function startCrawlTables() {
  const engine = await startDynoxide();
  const client = new DynamoDBClient({
    endpoint: engine.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  for (const [TableName, AttributeName] of Object.entries(KEYS))
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName, KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName, AttributeType: 'S' }],
      }),
    );
  return {
    client,
    endpoint: engine.endpoint,
    ...TABLES,
    items: async (TableName: keyof typeof KEYS) => {
      const items: Record<string, AttributeValue>[] = [];
      for await (const { Items } of paginateScan({ client }, { TableName })) items.push(...(Items ?? []));
      return items;
    },
    stop: async () => {
      client.destroy();
      await engine.stop();
    },
  };
}
