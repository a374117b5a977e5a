import * as z from 'zod';
import { physicalName } from '../../../template/physical-name.ts';
import { DESCRIBES, NETWORK } from '../../../template/ignored.ts';
import { resourceType } from '../../../template/resource-type.ts';
import type { StackRedis } from '../stack-redis.ts';

const ONE_REDIS = "the laptop's one Redis has no replicas, zones or sizes";

const properties = z.strictObject({
  Engine: z.enum(['redis', 'valkey']),
  TransitEncryptionEnabled: z.boolean().default(false),
});

/** AWS::ElastiCache::ReplicationGroup with cluster mode disabled: the stack's one Redis. */
export const replicationGroup = resourceType({
  type: 'AWS::ElastiCache::ReplicationGroup',
  properties,
  ignored: {
    ReplicationGroupDescription: DESCRIBES,
    EngineVersion: "the laptop's own Redis runs",
    Port: 'the free port of the laptop is taken',
    CacheNodeType: ONE_REDIS,
    NumCacheClusters: ONE_REDIS,
    MultiAZEnabled: ONE_REDIS,
    AutomaticFailoverEnabled: ONE_REDIS,
    AtRestEncryptionEnabled: "the board is kept on the laptop's own disk",
    CacheSubnetGroupName: NETWORK,
    SecurityGroupIds: NETWORK,
  },
  async create({ TransitEncryptionEnabled }, resource, redis: Pick<StackRedis, 'endpoint'>) {
    if (redis.endpoint === undefined) throw new Error('no Redis was started for it');
    const { host, port } = redis.endpoint({ tls: TransitEncryptionEnabled });
    return {
      ref: physicalName(resource).toLowerCase(),
      attributes: {
        'PrimaryEndPoint.Address': host,
        'PrimaryEndPoint.Port': String(port),
        'ReaderEndPoint.Address': host,
        'ReaderEndPoint.Port': String(port),
      },
    };
  },
});
