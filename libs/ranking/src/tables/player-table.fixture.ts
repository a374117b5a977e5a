import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { attributesOf, defineTable, keyOf } from '@hanok/tables';
import { clientSettings, startTables, type Tables } from '@hanok/testing';
import type { RankedPlayer } from '../board/ranked-player.ts';

/** The player table as the stream of this library's boards needs it. */
const PLAYER_TABLE = defineTable({
  name: 'GomokuPlayerInfo',
  key: { partition: { name: 'PlayerName', type: 'S' } },
  stream: 'NEW_AND_OLD_IMAGES',
});

export type PlayerTable = ReturnType<typeof playerTable>;

/** A real engine; `fresh` makes an empty player table with its stream. */
export async function startPlayerTables() {
  const db = await startTables([PLAYER_TABLE]);
  const streams = new DynamoDBStreamsClient(clientSettings(db.endpoint));
  return {
    fresh: async () => playerTable(await db.fresh(), streams),
    stop: async () => {
      streams.destroy();
      await db.stop();
    },
  };
}

function playerTable(db: Awaited<ReturnType<Tables['fresh']>>, streams: DynamoDBStreamsClient) {
  const { client } = db;
  const table = db.nameOf(PLAYER_TABLE);
  let since = 1_700_000_000_000;
  return {
    client,
    table,
    /** A score as text is written to the last digit. */
    put: (PlayerName: string, score: number | string) =>
      db.put(PLAYER_TABLE, {
        ...attributesOf({ PlayerName, ScoreSince: (since += 1) }),
        Score: { N: String(score) },
      }),
    remove: async (PlayerName: string) => {
      await client.send(
        new DeleteItemCommand({ TableName: table, Key: keyOf(PLAYER_TABLE, { PlayerName }) }),
      );
    },
    /** The stream from TRIM_HORIZON on, as Lambda hands it to a function. */
    records: () => readStream(streams, table),
    /** The board that the table stands for. */
    board: async () => {
      const items = await db.items(PLAYER_TABLE);
      return rankedOf(
        items.map(({ PlayerName, Score, ScoreSince }) => [
          PlayerName?.S ?? '',
          Number(Score?.N),
          Number(ScoreSince?.N),
        ]),
      );
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

async function readStream(streams: DynamoDBStreamsClient, TableName: string) {
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
