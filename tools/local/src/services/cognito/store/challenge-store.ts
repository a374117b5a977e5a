import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';

/** A new password that a user is asked for; `expiresAt` in milliseconds since the epoch. */
export type Challenge = { poolId: string; clientId: string; username: string; expiresAt: number };

/** Open challenges by the digest of their session string. */
export type ChallengeStore = {
  add(digest: string, challenge: Challenge): void;
  find(digest: string): Challenge | undefined;
  /** False when it was taken already: a challenge is answered once. */
  take(digest: string): boolean;
};

const row = z
  .object({ pool_id: z.string(), client_id: z.string(), username: z.string(), expires: z.number() })
  .transform((read): Challenge => ({
    poolId: read.pool_id,
    clientId: read.client_id,
    username: read.username,
    expiresAt: read.expires,
  }))
  .optional();

export function createChallengeStore(database: DatabaseSync): ChallengeStore {
  const insert = database.prepare('INSERT INTO challenge VALUES (?, ?, ?, ?, ?)');
  const select = database.prepare('SELECT * FROM challenge WHERE digest = ?');
  const remove = database.prepare('DELETE FROM challenge WHERE digest = ?');
  return {
    add: (digest, { poolId, clientId, username, expiresAt }) =>
      void insert.run(digest, poolId, clientId, username, expiresAt),
    find: (digest) => row.parse(select.get(digest)),
    take: (digest) => remove.run(digest).changes > 0,
  };
}
