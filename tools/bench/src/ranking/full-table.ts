import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PLAYER_TABLE } from '@hanok/scoring';
import { attributesOf } from '@hanok/tables';
import { startTables } from '@hanok/testing';
import { WrongOutcomeError } from '../harness/wrong-outcome.ts';

/** The player table without its stream: no function follows it here. */
const TABLE = { name: PLAYER_TABLE.name, key: PLAYER_TABLE.key };
/** Most items of one BatchWriteItem. */
const ITEMS = 25;
/** Batches under way at once. */
const LANES = 4;

/** A DynamoDB-compatible server in memory whose player table holds that many players; `scoreOf` tells each one's score. */
export async function startFullTable(players: number, scoreOf: (index: number) => number) {
  const { client, stop } = await startTables([TABLE]);
  try {
    await fill(client, players, scoreOf);
    return { client, table: TABLE.name, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function fill(
  client: DynamoDBClient,
  players: number,
  scoreOf: (index: number) => number,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < players) {
      const from = next;
      next = Math.min(from + ITEMS, players);
      const batch = Array.from({ length: next - from }, (_, index) =>
        putPlayer(from + index, scoreOf(from + index)),
      );
      await writeBatch(client, batch);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

async function writeBatch(
  client: DynamoDBClient,
  batch: readonly ReturnType<typeof putPlayer>[],
): Promise<void> {
  const command = new BatchWriteItemCommand({ RequestItems: { [TABLE.name]: [...batch] } });
  const { UnprocessedItems = {} } = await client.send(command);
  if (Object.keys(UnprocessedItems).length > 0)
    throw new WrongOutcomeError('The table refused some players.');
}

/** A player as `game-sqs-process` leaves one. */
function putPlayer(index: number, score: number) {
  const player = { PlayerName: `player-${index}`, Score: score, ScoreSince: 1_700_000_000_000 + index };
  return { PutRequest: { Item: attributesOf({ ...player, Win: 12, Lose: 9 }) } };
}
