import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';

/** A private RSA key with its id, as RFC 7517 writes it. */
export const rsaKey = z.object({
  kty: z.literal('RSA'),
  kid: z.string(),
  ...{ n: z.string(), e: z.string(), d: z.string() },
  ...{ p: z.string(), q: z.string(), dp: z.string(), dq: z.string(), qi: z.string() },
});

export type RsaKey = z.infer<typeof rsaKey>;

/** The signing key of each pool. */
export type KeyStore = {
  find(poolId: string): RsaKey | undefined;
  /** Keeps the first key of a pool: a second one is not stored. */
  add(poolId: string, key: RsaKey): void;
};

export function createKeyStore(database: DatabaseSync): KeyStore {
  const select = database.prepare('SELECT jwk FROM signing_key WHERE pool_id = ?');
  const insert = database.prepare('INSERT OR IGNORE INTO signing_key VALUES (?, ?)');
  return {
    find: (poolId) => {
      const jwk = select.get(poolId)?.['jwk'];
      return typeof jwk === 'string' ? rsaKey.parse(JSON.parse(jwk)) : undefined;
    },
    add: (poolId, key) => void insert.run(poolId, JSON.stringify(key)),
  };
}
