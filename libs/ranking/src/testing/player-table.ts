import {
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { startDynoxide } from '@hanok/engines';
import type { RankedPlayer } from '../ranked-player.ts';

const TableName = 'GomokuPlayerInfo';

export type PlayerTable = Awaited<ReturnType<typeof startPlayerTable>>;

/** A real player table with its stream. */
export async function startPlayerTable() {
  const engine = await startDynoxide();
  const config = {
    endpoint: engine.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const client = new DynamoDBClient(config);
  const streams = new DynamoDBStreamsClient(config);
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'PlayerName', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'PlayerName', AttributeType: 'S' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  let since = 1_700_000_000_000;
  return {
    client,
    tableName: TableName,
    put: async (name: string, score: number | string) => {
      const Score = { N: String(score) };
      const ScoreSince = { N: String((since += 1)) };
      await client.send(
        new PutItemCommand({ TableName, Item: { PlayerName: { S: name }, Score, ScoreSince } }),
      );
    },
    remove: async (name: string) => {
      await client.send(new DeleteItemCommand({ TableName, Key: { PlayerName: { S: name } } }));
    },
    /** The stream from TRIM_HORIZON on, as Lambda hands it to a function. */
    records: () => readStream(streams),
    /** The board that the table stands for. */
    board: async () => {
      const { Items = [] } = await client.send(new ScanCommand({ TableName }));
      return rankedOf(
        Items.map(({ PlayerName, Score, ScoreSince }) => [
          PlayerName?.S ?? '',
          Number(Score?.N),
          Number(ScoreSince?.N),
        ]),
      );
    },
    stop: async () => {
      client.destroy();
      streams.destroy();
      await engine.stop();
    },
  };
}

function rankedOf(
  players: readonly (readonly [name: string, score: number, since: number])[],
): RankedPlayer[] {
  const scores = players.map(([, score]) => score);
  return players
    .toSorted((a, b) => b[1] - a[1] || a[2] - b[2])
    .map(([Player, Score]) => ({ Player, Score, Rank: 1 + scores.filter((each) => each > Score).length }));
}

export type LambdaRecord = Awaited<ReturnType<typeof readStream>>[number];

async function readStream(streams: DynamoDBStreamsClient) {
  const listed = await streams.send(new ListStreamsCommand({ TableName }));
  const StreamArn = listed.Streams?.[0]?.StreamArn;
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const ShardId = StreamDescription?.Shards?.[0]?.ShardId;
  const at = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' as const };
  let { ShardIterator } = await streams.send(new GetShardIteratorCommand(at));
  const records = [];
  for (;;) {
    const { Records = [], NextShardIterator } = await streams.send(new GetRecordsCommand({ ShardIterator }));
    records.push(...Records);
    ShardIterator = NextShardIterator;
    if (Records.length === 0) break;
  }
  return records.map(({ eventID, eventName, dynamodb }) => ({
    eventID,
    eventName,
    eventSource: 'aws:dynamodb',
    eventSourceARN: StreamArn,
    dynamodb: {
      ...dynamodb,
      SequenceNumber: dynamodb?.SequenceNumber ?? '',
      ApproximateCreationDateTime: Number(dynamodb?.ApproximateCreationDateTime) / 1000,
    },
  }));
}
