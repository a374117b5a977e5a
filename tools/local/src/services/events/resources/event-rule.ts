import * as z from 'zod';
import { arnOf } from '../../../arn.ts';
import { physicalName } from '../../../template/physical-name.ts';
import { resourceType } from '../../../template/resource-type.ts';
import type { Rules } from '../rules.ts';

const target = z.strictObject({
  Id: z.string(),
  Arn: z.string().regex(/^arn:[^:]+:lambda:.+:function:[^:]+$/, 'is not the ARN of a function'),
  Input: z.string().optional(),
});
const properties = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  ScheduleExpression: z.string(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Targets: z.array(target).max(5).default([]),
});

/** AWS::Events::Rule with a schedule, on the default event bus. */
export const eventRule = resourceType({
  type: 'AWS::Events::Rule',
  properties,
  async create(rule, resource, rules: Pick<Rules, 'put'>) {
    const { Name: name = physicalName(resource), Description: description } = rule;
    const arn = arnOf('events', resource.place, `rule/${name}`);
    rules.put({
      name,
      arn,
      ...(description !== undefined && { description }),
      schedule: rule.ScheduleExpression,
      isEnabled: rule.State === 'ENABLED',
      targets: rule.Targets.map(({ Id, Arn, Input }) => ({
        id: Id,
        arn: Arn,
        ...(Input !== undefined && { input: Input }),
      })),
    });
    return { ref: name, attributes: { Arn: arn } };
  },
});
