import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';

/** One sign-in, for as long as its refresh token lasts. Times in milliseconds since the epoch. */
export type Session = {
  /** `origin_jti` of its tokens. */
  id: string;
  poolId: string;
  clientId: string;
  username: string;
  /** Digest of the refresh token. */
  refreshDigest: string;
  eventId: string;
  signedInAt: number;
  expiresAt: number;
  revoked: boolean;
};

export type SessionStore = {
  add(session: Session): void;
  byRefreshDigest(digest: string): Session | undefined;
  byId(id: string): Session | undefined;
  revoke(id: string): void;
  revokeAllOf(poolId: string, username: string): void;
};

const row = z
  .object({
    id: z.string(),
    pool_id: z.string(),
    client_id: z.string(),
    username: z.string(),
    refresh_digest: z.string(),
    event_id: z.string(),
    signed_in: z.number(),
    expires: z.number(),
    revoked: z.number(),
  })
  .transform((read): Session => ({
    id: read.id,
    poolId: read.pool_id,
    clientId: read.client_id,
    username: read.username,
    refreshDigest: read.refresh_digest,
    eventId: read.event_id,
    signedInAt: read.signed_in,
    expiresAt: read.expires,
    revoked: read.revoked !== 0,
  }))
  .optional();

export function createSessionStore(database: DatabaseSync): SessionStore {
  const insert = database.prepare('INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const byId = database.prepare('SELECT * FROM session WHERE id = ?');
  const byDigest = database.prepare('SELECT * FROM session WHERE refresh_digest = ?');
  const revoke = database.prepare('UPDATE session SET revoked = 1 WHERE id = ?');
  const revokeAll = database.prepare('UPDATE session SET revoked = 1 WHERE pool_id = ? AND username = ?');

  function add(session: Session): void {
    const { id, poolId, clientId, username, refreshDigest, eventId, signedInAt, expiresAt, revoked } =
      session;
    insert.run(
      ...[id, poolId, clientId, username, refreshDigest, eventId, signedInAt, expiresAt, Number(revoked)],
    );
  }

  return {
    add,
    byId: (id) => row.parse(byId.get(id)),
    byRefreshDigest: (digest) => row.parse(byDigest.get(digest)),
    revoke: (id) => void revoke.run(id),
    revokeAllOf: (poolId, username) => void revokeAll.run(poolId, username),
  };
}
