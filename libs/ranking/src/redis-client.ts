import { Cluster, Redis, type RedisOptions } from 'ioredis';

export type RedisClient = Redis | Cluster;

/** Where Redis is and how to log in. */
export type RedisEndpoint = {
  host: string;
  port: number;
  /** The server's certificate must be of an authority that Node trusts, or of `ca` (PEM) when given. */
  tls?: boolean | { ca: string };
  username?: string;
  password?: string;
  /** Redis Cluster: `host` is any node or the configuration endpoint. */
  cluster?: boolean;
};

/**
 * A client that does no I/O before its first command and never waits long: it gives up connecting after 0.8 s and an
 * answer after 1.5 s, drops a connection that is silent for 1 s, and sends each command again at most once. It goes on
 * reconnecting by itself, also when a primary turns into a replica. Its errors may hold the command's arguments: log
 * only what `runScript` throws.
 */
export function createRedisClient(endpoint: RedisEndpoint): RedisClient {
  const client = endpoint.cluster ? createCluster(endpoint) : createSingle(endpoint);
  const keep = (error: Error) => connectionFailures.set(client, error.message);
  client.on('error', (error: Error & { lastNodeError?: Error }) => keep(error.lastNodeError ?? error));
  client.on('ready', () => connectionFailures.delete(client));
  return client;
}

/** Why the client has no connection, undefined when it has one. */
export function connectionFailure(client: RedisClient): string | undefined {
  return connectionFailures.get(client);
}

const connectionFailures = new WeakMap<RedisClient, string>();

function createSingle(endpoint: RedisEndpoint): Redis {
  const { host, port } = endpoint;
  const retryStrategy = (attempts: number) => Math.min(50 * 2 ** (attempts - 1), 500);
  return new Redis({ ...limits, ...credentials(endpoint), host, port, retryStrategy, lazyConnect: true });
}

/** A cluster's queue is emptied only when it ends: it ends after two tries, and `runScript` opens it again. */
function createCluster(endpoint: RedisEndpoint): Cluster {
  const { host, port } = endpoint;
  return new Cluster([{ host, port }], {
    redisOptions: { ...limits, ...credentials(endpoint) },
    lazyConnect: true,
    slotsRefreshTimeout: 800,
    maxRedirections: 8,
    clusterRetryStrategy: (attempts) => (attempts > 1 ? null : 50),
    // Certificates are for host names: leave them unresolved.
    ...(endpoint.tls && { dnsLookup: (address, callback) => callback(null, address) }),
  });
}

const limits = {
  connectTimeout: 800,
  disconnectTimeout: 100,
  commandTimeout: 1_500,
  socketTimeout: 1_000,
  maxRetriesPerRequest: 1,
  maxLoadingRetryTime: 500,
  // RESP2 logs in with AUTH, which every version of Redis and every proxy knows.
  protocol: 2,
  disableClientInfo: true,
  reconnectOnError: (error: Error) => error.message.includes('READONLY'),
} satisfies RedisOptions;

function credentials({
  username,
  password,
  tls,
}: RedisEndpoint): Pick<RedisOptions, 'username' | 'password' | 'tls'> {
  return {
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(tls && { tls: tls === true ? {} : tls }),
  };
}
