import * as z from 'zod';
import { physicalName } from '../../../resources/physical-name.ts';
import type { ResourcePorts } from '../../../resources/resource-ports.ts';
import type { ResourceType } from '../../../resources/resource-type.ts';

const properties = z.strictObject({
  Engine: z.enum(['redis', 'valkey']),
  TransitEncryptionEnabled: z.boolean().default(false),
});

/** AWS::ElastiCache::ReplicationGroup with cluster mode disabled: the stack's one Redis. */
export const replicationGroup: ResourceType<z.infer<typeof properties>, ResourcePorts> = {
  type: 'AWS::ElastiCache::ReplicationGroup',
  properties,
  async create({ TransitEncryptionEnabled }, resource, { redis }) {
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
};
