import { attributesOf, defineTable, plainOf } from '@hanok/tables';
import { startTables } from '@hanok/testing';
import { createPlayerAccountTable, MATCH_TICKET_TABLE, PLAYER_SECRET_TABLE } from '../index.ts';
import { createPasswords, type ScryptCost } from './password-hash.ts';

/** As the library of scores defines it. */
const PLAYER_TABLE = defineTable({
  name: 'GomokuPlayerInfo',
  key: { partition: { name: 'PlayerName', type: 'S' } },
  stream: 'NEW_AND_OLD_IMAGES',
});

/** Hashes that take no time. */
export const QUICK: ScryptCost = { N: 16, R: 1, P: 1 };

/** A real DynamoDB-compatible server with the tables of players, secrets and tickets, and readers of what stands there. */
export async function startPlayerTables() {
  const db = await startTables([PLAYER_TABLE, PLAYER_SECRET_TABLE, MATCH_TICKET_TABLE]);
  const tables = { players: db.nameOf(PLAYER_TABLE), secrets: db.nameOf(PLAYER_SECRET_TABLE) };
  const named = (PlayerName: string) => ({ PlayerName: { S: PlayerName } });
  return {
    ...db,
    tables,
    ticketTable: db.nameOf(MATCH_TICKET_TABLE),
    accounts: createPlayerAccountTable({ client: db.client, tables }),
    player: async (name: string) => {
      const item = await db.find(PLAYER_TABLE, named(name));
      return item && plainOf(item);
    },
    putPlayer: (item: Parameters<typeof attributesOf>[0]) => db.put(PLAYER_TABLE, attributesOf(item)),
    secret: (name: string) => db.find(PLAYER_SECRET_TABLE, named(name)),
    /** A player whose hash took this work. */
    putSecret: async (name: string, password: string, cost: ScryptCost) => {
      const hash = await createPasswords(cost).hash(password);
      await db.put(PLAYER_SECRET_TABLE, attributesOf({ PlayerName: name, ...hash }));
    },
    tickets: () => db.items(MATCH_TICKET_TABLE),
    /** What the stream of the players shows, from its first record on. */
    streamed: async () => {
      const { records } = await db.streamed(PLAYER_TABLE);
      return records.map(({ eventName, dynamodb }) => ({
        eventName,
        name: dynamodb?.Keys?.['PlayerName']?.S,
        old: dynamodb?.OldImage && plainOf(dynamodb.OldImage),
        now: dynamodb?.NewImage && plainOf(dynamodb.NewImage),
      }));
    },
  };
}
