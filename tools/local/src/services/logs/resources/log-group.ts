import * as z from 'zod';
import { physicalName } from '../../../resources/physical-name.ts';
import type { ResourcePorts } from '../../../resources/resource-ports.ts';
import type { ResourceType } from '../../../resources/resource-type.ts';

const properties = z.strictObject({
  LogGroupName: z.string().optional(),
  RetentionInDays: z.int().min(1).optional(),
});

/** AWS::Logs::LogGroup. */
export const logGroup: ResourceType<z.infer<typeof properties>, ResourcePorts> = {
  type: 'AWS::Logs::LogGroup',
  properties,
  async create({ LogGroupName, RetentionInDays }, resource, { logGroups, region, accountId }) {
    const name = LogGroupName ?? physicalName(resource);
    logGroups.add(name, RetentionInDays);
    return { ref: name, attributes: { Arn: `arn:aws:logs:${region}:${accountId}:log-group:${name}:*` } };
  },
};
