import { BatchWriteItemCommand, CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startDynoxide } from '@hanok/engines';
import { PLAYER_TABLE } from '@hanok/scoring';
import { createTableInput } from '@hanok/tables';
import { clientSettings } from '@hanok/testing';
import { WrongOutcomeError } from '../harness/wrong-outcome.ts';

const TableName = PLAYER_TABLE.name;
/** Most items of one BatchWriteItem. */
const ITEMS = 25;
/** Batches under way at once. */
const LANES = 4;

/** A DynamoDB-compatible server in memory whose player table holds that many players; `scoreOf` tells each one's score. */
export async function startFullTable(players: number, scoreOf: (index: number) => number) {
  const engine = await startDynoxide();
  const client = new DynamoDBClient(clientSettings(engine.endpoint));
  const stop = async () => {
    client.destroy();
    await engine.stop();
  };
  try {
    await client.send(new CreateTableCommand(createTableInput(PLAYER_TABLE)));
    await fill(client, players, scoreOf);
    return { client, tableName: TableName, stop };
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
  const command = new BatchWriteItemCommand({ RequestItems: { [TableName]: [...batch] } });
  const { UnprocessedItems = {} } = await client.send(command);
  if (Object.keys(UnprocessedItems).length > 0)
    throw new WrongOutcomeError('The table refused some players.');
}

/** A player as `game-sqs-process` leaves one. */
function putPlayer(index: number, score: number) {
  return {
    PutRequest: {
      Item: {
        PlayerName: { S: `player-${index}` },
        Score: { N: String(score) },
        ScoreSince: { N: String(1_700_000_000_000 + index) },
        Win: { N: '12' },
        Lose: { N: '9' },
      },
    },
  };
}
