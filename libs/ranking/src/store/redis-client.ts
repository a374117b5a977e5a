import { Cluster, Redis, type RedisOptions } from 'ioredis';

/** A client of ioredis, of one server or of a cluster. */
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

/** How long a client waits, in milliseconds. */
export type RedisLimits = {
  connectMs: number;
  /** For the answer to one command. */
  commandMs: number;
  /** Until a connection that is silent is dropped. */
  silenceMs: number;
  /** For one call of `runScript`, whatever the client is waiting for. */
  callMs: number;
};

const LIMITS: RedisLimits = { connectMs: 800, commandMs: 1_500, silenceMs: 1_000, callMs: 1_800 };

/**
 * A client that does no I/O before its first command and never waits long: it gives up connecting after 0.8 s and an
 * answer after 1.5 s, drops a connection that is silent for 1 s, and sends each command again at most once. It goes on
 * reconnecting by itself, also when a primary turns into a replica. Its errors may hold the command's arguments: log
 * only what `runScript` throws.
 */
export function createRedisClient(endpoint: RedisEndpoint, limits = LIMITS): RedisClient {
  const client = endpoint.cluster ? createCluster(endpoint, limits) : createSingle(endpoint, limits);
  const state: ClientState = { callMs: limits.callMs };
  states.set(client, state);
  client.on('error', (error: Error & { lastNodeError?: Error }) => {
    state.failure = (error.lastNodeError ?? error).message;
  });
  client.on('ready', () => delete state.failure);
  return client;
}

/** `failure`: why the client has no connection; undefined when it has one. */
type ClientState = { callMs: number; failure?: string };

const states = new WeakMap<object, ClientState>();

/** That of a client which another library made: the usual limits. */
export function clientState(client: object): Readonly<ClientState> {
  return states.get(client) ?? LIMITS;
}

function createSingle(endpoint: RedisEndpoint, limits: RedisLimits): Redis {
  const { host, port } = endpoint;
  const retryStrategy = (attempts: number) => Math.min(50 * 2 ** (attempts - 1), 500);
  return new Redis({ ...clientOptions(endpoint, limits), host, port, retryStrategy, lazyConnect: true });
}

/** A cluster's queue is emptied only when it ends: it ends after two tries, and `runScript` opens it again. */
function createCluster(endpoint: RedisEndpoint, limits: RedisLimits): Cluster {
  const { host, port } = endpoint;
  return new Cluster([{ host, port }], {
    redisOptions: clientOptions(endpoint, limits),
    lazyConnect: true,
    slotsRefreshTimeout: limits.connectMs,
    maxRedirections: 8,
    clusterRetryStrategy: (attempts) => (attempts > 1 ? null : 50),
    // Certificates are for host names: leave them unresolved.
    ...(endpoint.tls && { dnsLookup: (address, callback) => callback(null, address) }),
  });
}

function clientOptions(endpoint: RedisEndpoint, { connectMs, commandMs, silenceMs }: RedisLimits) {
  return {
    connectTimeout: connectMs,
    disconnectTimeout: 100,
    commandTimeout: commandMs,
    socketTimeout: silenceMs,
    maxRetriesPerRequest: 1,
    maxLoadingRetryTime: 500,
    // RESP2 logs in with AUTH, which every version of Redis and every proxy knows.
    protocol: 2,
    disableClientInfo: true,
    reconnectOnError: (error: Error) => error.message.includes('READONLY'),
    ...credentials(endpoint),
  } satisfies RedisOptions;
}

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
