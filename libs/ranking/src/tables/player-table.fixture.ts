import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { attributesOf, defineTable, keyOf } from '@hanok/tables';
import { startTables, type Tables } from '@hanok/testing';
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
  return { fresh: async () => playerTable(await db.fresh()), stop: db.stop };
}

function playerTable(db: Awaited<ReturnType<Tables['fresh']>>) {
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
    records: async () => asLambdaHands(await db.streamed(PLAYER_TABLE)),
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

export type LambdaRecord = ReturnType<typeof asLambdaHands>[number];

function asLambdaHands({ streamArn, records }: Awaited<ReturnType<Tables['streamed']>>) {
  return records.map(({ eventID, eventName, dynamodb }) => ({
    eventID,
    eventName,
    eventSource: 'aws:dynamodb',
    eventSourceARN: streamArn,
    dynamodb: {
      ...dynamodb,
      SequenceNumber: dynamodb?.SequenceNumber ?? '',
      ApproximateCreationDateTime: Number(dynamodb?.ApproximateCreationDateTime) / 1000,
    },
  }));
}
