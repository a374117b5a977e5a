import { noSuchClient, noSuchPool } from './errors.ts';
import type { UserPool, UserPoolClient } from './user-pool.ts';

/** The pools of the templates, with their clients. */
export type PoolRegistry = {
  /** Puts a pool in place of one of the same id. */
  add(pool: UserPool): void;
  /** Throws ApiError when there is no such pool. */
  addClient(poolId: string, client: UserPoolClient): void;
  /** Throws ApiError when there is no such pool. */
  pool(poolId: string): UserPool;
  findPool(matches: (pool: UserPool) => boolean): UserPool | undefined;
  pools(): readonly UserPool[];
  /** Throws ApiError when there is no such pool. */
  clients(poolId: string): readonly UserPoolClient[];
  /** A client and its pool; throws ApiError when there is no such client, or not of `poolId`. */
  client(clientId: string, poolId?: string): { pool: UserPool; client: UserPoolClient };
};

/** An empty registry. */
export function createPoolRegistry(): PoolRegistry {
  const entries = new Map<string, { pool: UserPool; clients: Map<string, UserPoolClient> }>();

  function entry(poolId: string) {
    const found = entries.get(poolId);
    if (found === undefined) throw noSuchPool(poolId);
    return found;
  }

  function client(clientId: string, poolId?: string) {
    const candidates = poolId === undefined ? [...entries.values()] : [entry(poolId)];
    for (const { pool, clients } of candidates) {
      const found = clients.get(clientId);
      if (found !== undefined) return { pool, client: found };
    }
    throw noSuchClient(clientId);
  }

  return {
    add: (pool) => void entries.set(pool.id, { pool, clients: new Map() }),
    addClient: (poolId, added) => void entry(poolId).clients.set(added.id, added),
    pool: (poolId) => entry(poolId).pool,
    findPool: (matches) => [...entries.values()].map(({ pool }) => pool).find(matches),
    pools: () => [...entries.values()].map(({ pool }) => pool),
    clients: (poolId) => [...entry(poolId).clients.values()],
    client,
  };
}
