import { createRedisClient, createScoreReader, type RedisClient } from '@hanok/ranking';
import { Redis } from 'ioredis';
import { ConsoleError } from '../console-operation.ts';

/** The boards of the ranking in Redis. */
export type Boards = {
  /** Calls `work` with a client that is connected no longer than it takes. Throws `ConsoleError` when Redis fails. */
  withClient<Result>(work: (client: RedisClient) => Promise<Result>): Promise<Result>;
  /** The boards by name, with the number of players on each. */
  sizes(): Promise<{ name: string; players: number }[]>;
};

/** Boards at most that are looked for. */
const MOST_BOARDS = 100;

export function createBoards(endpoint: { host: string; port: number } | undefined): Boards {
  async function withClient<Result>(work: (client: RedisClient) => Promise<Result>): Promise<Result> {
    if (endpoint === undefined) throw new ConsoleError(404, 'This stack has no Redis');
    const client = createRedisClient(endpoint);
    try {
      return await work(client);
    } catch (error) {
      if (error instanceof Error && /^(Unavailable|RebuildUnderWay|RebuildLost)Error$/.test(error.name))
        throw new ConsoleError(error.name === 'UnavailableError' ? 503 : 409, error.message);
      throw error;
    } finally {
      client.disconnect();
    }
  }
  return {
    withClient,
    sizes: async () =>
      endpoint === undefined
        ? []
        : withClient(async (client) => {
            const names = client instanceof Redis ? await boardNames(client) : [];
            return Promise.all(
              names.map(async (name) => {
                const { scored: players } = await createScoreReader({ client, name }).sizes();
                return { name, players };
              }),
            );
          }),
  };
}

/** A board is known by the set that lists it, `{Rating}:order`. */
async function boardNames(client: Redis): Promise<string[]> {
  const names = new Set<string>();
  let cursor = '0';
  do {
    const [next, keys] = await client.scan(cursor, 'MATCH', '{*}:order', 'COUNT', 1_000);
    cursor = next;
    for (const key of keys) {
      const name = /^\{([^{}]+)\}:order$/.exec(key)?.[1];
      if (name !== undefined) names.add(name);
    }
  } while (cursor !== '0' && names.size < MOST_BOARDS);
  return [...names].toSorted();
}
