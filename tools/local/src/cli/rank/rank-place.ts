import { readFileSync } from 'node:fs';
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import type { RedisEndpoint } from '@hanok/ranking';
import type { NamedPlace } from './rank-options.ts';

/** Where a player table and its boards are. */
export type RankPlace = {
  tableName: string;
  dynamodb: Pick<DynamoDBClientConfig, 'endpoint' | 'region' | 'credentials'>;
  redis: RedisEndpoint;
  /** Whether the table is on this machine: its engine reads a table best in one go. */
  local: boolean;
};

/** Clients of an engine on this machine must sign, and may with any keys. */
export const anyKeys = { accessKeyId: 'rank', secretAccessKey: 'rank' };

/** The place that the command line names. Throws for a certificate that cannot be read. */
export function namedPlace(
  { table, redis, redisCa, endpoint, region }: NamedPlace,
  login: { username: string | undefined; password: string | undefined },
): RankPlace {
  const local = endpoint !== undefined && isLoopback(endpoint);
  return {
    tableName: table,
    dynamodb: {
      ...(local && { credentials: anyKeys, region: 'us-east-1' }),
      ...(endpoint !== undefined && { endpoint }),
      ...(region !== undefined && { region }),
    },
    redis: {
      ...redis,
      ...(redisCa !== undefined && { tls: { ca: readFileSync(redisCa, 'utf8') } }),
      ...(login.username && { username: login.username }),
      ...(login.password && { password: login.password }),
    },
    local,
  };
}

function isLoopback(endpoint: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(endpoint).hostname);
}
