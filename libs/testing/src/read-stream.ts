import { clientSettings } from './client-settings.ts';

/** The ARN of a table's stream, and its records from the first one on. */
export async function readStream(endpoint: string, TableName: string) {
  const {
    DescribeStreamCommand,
    DynamoDBStreamsClient,
    GetRecordsCommand,
    GetShardIteratorCommand,
    ListStreamsCommand,
  } = await import('@aws-sdk/client-dynamodb-streams');
  const client = new DynamoDBStreamsClient(clientSettings(endpoint));
  try {
    const listed = await client.send(new ListStreamsCommand({ TableName }));
    const streamArn = listed.Streams?.[0]?.StreamArn;
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: streamArn }));
    const ShardId = StreamDescription?.Shards?.[0]?.ShardId;
    const at = { StreamArn: streamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' as const };
    let { ShardIterator } = await client.send(new GetShardIteratorCommand(at));
    const records = [];
    for (;;) {
      const page = await client.send(new GetRecordsCommand({ ShardIterator }));
      records.push(...(page.Records ?? []));
      ShardIterator = page.NextShardIterator;
      // The shard of a table that stands is open, and has a next iterator for ever.
      if (!page.Records?.length) return { streamArn, records };
    }
  } finally {
    client.destroy();
  }
}
