import { nothingToDispose, part } from '../../stack/part.ts';
import { NETWORK } from '../../template/ignored.ts';
import { replicationGroup } from './resources/replication-group.ts';
import { inState } from '../../state/engine-state.ts';
import { openRedis, type StackRedis } from './stack-redis.ts';

const NO_REDIS: StackRedis = { endpoint: undefined, ca: undefined };

/** ElastiCache: one Redis, which functions reach by its own protocol; its API is not served. */
export const redis = part({
  name: 'elasticache',
  resources: [replicationGroup],
  ignored: { 'AWS::ElastiCache::SubnetGroup': { reason: NETWORK, idPrefix: 'subnet-group' } },
  needs: {},
  async open({ statePath, redisUrl, withoutRedis = false }) {
    if (withoutRedis) return { uses: NO_REDIS, ...nothingToDispose };
    const dir = statePath('redis');
    const opened = await openRedis({ dir, url: redisUrl }).catch(inState(dir));
    return {
      uses: opened,
      ready: opened.ready.catch(inState(dir)),
      died: opened.died,
      ...(opened.clear && { reset: opened.clear }),
      [Symbol.asyncDispose]: opened.stop,
    };
  },
});
