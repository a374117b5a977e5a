import * as z from 'zod';
import { physicalName } from '../../../template/physical-name.ts';
import { arnOf } from '../../../arn.ts';
import { resourceType } from '../../../template/resource-type.ts';
import type { LogStore } from '../log-store.ts';

const properties = z.strictObject({
  LogGroupName: z.string().optional(),
  RetentionInDays: z.int().min(1).optional(),
});

/** AWS::Logs::LogGroup. */
export const logGroup = resourceType({
  type: 'AWS::Logs::LogGroup',
  properties,
  async create(
    { LogGroupName, RetentionInDays },
    resource,
    store: Pick<LogStore, 'createGroup' | 'setRetention'>,
  ) {
    const name = LogGroupName ?? physicalName(resource);
    store.createGroup(name);
    store.setRetention(name, RetentionInDays);
    return { ref: name, attributes: { Arn: arnOf('logs', resource.place, `log-group:${name}:*`) } };
  },
});
