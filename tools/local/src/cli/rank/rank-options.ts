import { parseInput } from '@hanok/events';
import { MAX_SHARDS, rebuildInput, type RedisEndpoint } from '@hanok/ranking';
import { readArguments, UsageError } from '../read-arguments.ts';
import { readRedisAddress } from './redis-address.ts';

export type RankCommand = 'verify' | 'rebuild';

/** A player table and a Redis that are named one by one. */
export type NamedPlace = {
  table: string;
  redis: Pick<RedisEndpoint, 'host' | 'port' | 'tls' | 'cluster'>;
  /** Path of the certificate to trust (PEM). */
  redisCa?: string;
  endpoint?: string;
  region?: string;
};

type RankOptions = {
  board: string;
  /** Over how many shards the board is spread; absent: none, it is one board. */
  shards?: number;
  help: boolean;
  /** Absent: the running local stack. */
  place?: NamedPlace;
};

const PROMISES = {
  verify: `Compares the ranking board with the player table, twice where they differ, and lists who differs.
Exit code: 0 for no differences, 1 for some or a failure, 2 for bad options.`,
  rebuild: `Makes the ranking board anew from the player table and swaps it in: readers see the old one or the new one.
Exit code: 0 when it is done, 1 for a failure, which leaves the board as it was, 2 for bad options.`,
} satisfies Record<RankCommand, string>;

/** What `--help` prints. */
export function rankUsage(command: RankCommand): string {
  return `npm run rank:${command} -- [options]

${PROMISES[command]}

  --board NAME     the board, such as that of a season (default Rating)
  --shards N       the board that is spread over N shards, as BOARD_SHARDS says to the functions
  --help           this text

The table and the Redis are those of the running local stack, or:

  --table NAME     the player table; with it --redis
  --redis ADDRESS  host:port or redis://host:port, with TLS rediss://host:port; with it --table.
                   REDIS_USERNAME and REDIS_PASSWORD log in.
  --cluster        the Redis is a cluster, and ADDRESS any node of it or its configuration endpoint
  --redis-ca FILE  certificate that TLS trusts (PEM) in place of the usual authorities
  --endpoint URL   of DynamoDB, in place of AWS's own
  --region NAME    of AWS, in place of the usual settings`;
}

/** Reads the command line. Throws `UsageError`, naming the option. */
export function readRankOptions(args: readonly string[]): RankOptions {
  const { board, help, shards: count, ...named } = parse(args);
  const { ok } = parseInput(rebuildInput, { board });
  if (!ok) throw new UsageError('--board: 1 to 512 characters without { and }');
  const shards = readShards(count);
  const place = readPlace(named);
  return { board, help, ...(shards !== undefined && { shards }), ...(place && { place }) };
}

function readShards(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const shards = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (shards < 1 || shards > MAX_SHARDS) throw new UsageError(`--shards: 1 to ${MAX_SHARDS}`);
  return shards;
}

function readPlace(
  named: Omit<ReturnType<typeof parse>, 'board' | 'shards' | 'help'>,
): NamedPlace | undefined {
  const { table, redis: address, cluster, 'redis-ca': redisCa, endpoint, region } = named;
  if (Object.keys(named).length === 0) return undefined;
  if (!table || !address)
    throw new UsageError('--table and --redis: both, or none of the options of a place');
  if (endpoint !== undefined && !/^https?:$/.test(URL.parse(endpoint)?.protocol ?? ''))
    throw new UsageError('--endpoint: http://host:port or https://host');
  const redis = readRedisAddress(address);
  if (redisCa !== undefined && !redis.tls) throw new UsageError('--redis-ca: for rediss:// only');
  return {
    table,
    redis: { ...redis, ...(cluster && { cluster }) },
    ...(redisCa !== undefined && { redisCa }),
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  return readArguments(args, {
    board: { type: 'string', default: 'Rating' },
    shards: text,
    help: { type: 'boolean', default: false },
    table: text,
    redis: text,
    cluster: { type: 'boolean' },
    'redis-ca': text,
    endpoint: text,
    region: text,
  });
}
