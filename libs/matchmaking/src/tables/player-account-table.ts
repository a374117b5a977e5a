import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  attributesOf,
  type Item,
  itemOf,
  keyOf,
  parseItem,
  readItem,
  transact,
  untilUncontended,
} from '@hanok/tables';
import * as z from 'zod/mini';
import { type PasswordHash, passwordHash } from '../players/password-hash.ts';
import { PLAYER_SECRET_TABLE } from './definitions.ts';

/** The score of a player without results, as `game-sqs-process` has it. */
const START_SCORE = 1000;

/** `plainText` is the password of a player from before there were hashes. */
type PlayerAccount = {
  score: number;
  secret: PasswordHash | undefined;
  plainText: string | undefined;
};

/** A player with a password, in the tables of players and of secrets. This file alone knows their expressions. */
export type PlayerAccountTable = {
  /** What stands there, after the last write; a player who is not there has the first score. */
  find(playerName: string, signal: AbortSignal): Promise<PlayerAccount>;
  /**
   * Writes the hash in one transaction with the player, who is there from then on and has no plain text any more.
   * `changed`: another one wrote meanwhile, and nothing is written. `contended`: so do others all the time.
   */
  keep(
    playerName: string,
    secret: PasswordHash,
    seen: PlayerAccount,
    at: { now: Date; signal: AbortSignal },
  ): Promise<'kept' | 'changed' | 'contended'>;
};

const storedSecret = z.extend(passwordHash, { PlayerName: z.string() });
const storedPlayer = z.object({ Score: z.optional(z.number()), PlayerPass: z.optional(z.string()) });

/** Accounts of players by this client, their secrets in a table of their own. */
export function createPlayerAccountTable(options: {
  client: DynamoDBClient;
  tables: { players: string; secrets: string };
}): PlayerAccountTable {
  const { client, tables } = options;
  const read = async (TableName: string, playerName: string, abortSignal: AbortSignal) => {
    const get = new GetItemCommand({ TableName, Key: keyOfPlayer(playerName), ConsistentRead: true });
    return (await client.send(get, { abortSignal })).Item;
  };
  return {
    find: async (playerName, signal) => {
      // Both, whatever stands there: how long it takes tells nothing.
      const [secret, player] = await Promise.all([
        read(tables.secrets, playerName, signal),
        read(tables.players, playerName, signal),
      ]);
      return { ...readPlayer(player ?? {}), secret: secret && readSecret(secret) };
    },
    keep: async (playerName, secret, seen, { now, signal }) => {
      const writes = {
        secret: { Put: secretPut(tables.secrets, playerName, secret, seen.secret) },
        player: { Update: playerUpdate(tables.players, playerName, seen.plainText, now) },
      };
      const written = await untilUncontended(() => transact(client, writes, signal), { signal });
      if (written.kind === 'refused') throw written.error;
      return OUTCOMES[written.kind];
    },
  };
}

const OUTCOMES = { written: 'kept', unmet: 'changed', contended: 'contended' } as const;

function readSecret(item: Item): PasswordHash {
  return readItem(PLAYER_SECRET_TABLE, storedSecret, item);
}

function readPlayer(item: Item): Omit<PlayerAccount, 'secret'> {
  const parsed = parseItem(storedPlayer, item);
  if (!parsed.ok) throw new TypeError(`The item of a player: ${parsed.reason}`);
  const { Score = START_SCORE, PlayerPass } = parsed.value;
  return { score: Score, plainText: PlayerPass };
}

const keyOfPlayer = (PlayerName: string) => keyOf(PLAYER_SECRET_TABLE, { PlayerName });

function secretPut(
  TableName: string,
  PlayerName: string,
  secret: PasswordHash,
  replaced: PasswordHash | undefined,
) {
  const Item = itemOf(storedSecret, { ...secret, PlayerName });
  // The first hash of this player: the second of two first sign-ins is not let through.
  if (!replaced) return { TableName, Item, ConditionExpression: 'attribute_not_exists(PlayerName)' };
  // In place of the very hash that the password was compared with.
  const ExpressionAttributeValues = attributesOf({ ':salt': replaced.Salt });
  return { TableName, Item, ConditionExpression: 'Salt = :salt', ExpressionAttributeValues };
}

/** Results that a player has already are kept; plain text goes, if it is the one that the password was compared with. */
function playerUpdate(TableName: string, PlayerName: string, plainText: string | undefined, now: Date) {
  const isPlain = plainText !== undefined;
  return {
    TableName,
    Key: keyOfPlayer(PlayerName),
    UpdateExpression:
      'SET Score = if_not_exists(Score, :start), ScoreSince = if_not_exists(ScoreSince, :now), ' +
      `Win = if_not_exists(Win, :none), Lose = if_not_exists(Lose, :none)${isPlain ? ' REMOVE PlayerPass' : ''}`,
    ConditionExpression: isPlain ? 'PlayerPass = :plain' : 'attribute_not_exists(PlayerPass)',
    ExpressionAttributeValues: attributesOf({
      ':start': START_SCORE,
      ':now': now.getTime(),
      ':none': 0,
      ':plain': plainText,
    }),
  };
}
