import { UsageError } from '../read-arguments.ts';

/**
 * Reads `host:port`, `redis://host:port` or, for TLS, `rediss://host:port`; without a port 6379. Throws `UsageError`,
 * which does not repeat the address: there may be a password in it.
 */
export function readRedisAddress(address: string): { host: string; port: number; tls: boolean } {
  const url = URL.parse(address.includes('://') ? address : `redis://${address}`);
  if (url?.username || url?.password)
    throw new UsageError('--redis: name and password come from REDIS_USERNAME and REDIS_PASSWORD');
  if (
    !url ||
    !/^rediss?:$/.test(url.protocol) ||
    url.hostname === '' ||
    !/^\/?$/.test(url.pathname + url.search)
  )
    throw new UsageError('--redis: host:port, redis://host:port or rediss://host:port');
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port || 6379),
    tls: url.protocol === 'rediss:',
  };
}
