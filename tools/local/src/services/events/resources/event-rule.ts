import * as z from 'zod';
import { physicalName } from '../../../template/physical-name.ts';
import { resourceType } from '../../../template/resource-type.ts';
import type { EventBus } from '../event-bus.ts';
import { ruleArn } from '../rule.ts';
import { targetOf, targetProperties } from '../target-properties.ts';

const properties = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  EventBusName: z.literal('default').optional(),
  EventPattern: z.record(z.string(), z.unknown()).optional(),
  ScheduleExpression: z.string().optional(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Targets: z.array(targetProperties).max(5).default([]),
});

/** AWS::Events::Rule on the default event bus. */
export const eventRule = resourceType({
  type: 'AWS::Events::Rule',
  properties,
  async create(rule, resource, { bus }: { bus: Pick<EventBus, 'put'> }) {
    const { Name: name = physicalName(resource), Description: description, EventPattern } = rule;
    const arn = ruleArn(name, resource.place);
    const pattern = EventPattern && JSON.stringify(EventPattern);
    const isEnabled = rule.State === 'ENABLED';
    const described = { name, arn, description, pattern, schedule: rule.ScheduleExpression, isEnabled };
    bus.put({ ...described, targets: rule.Targets.map(targetOf) }, true);
    return { ref: name, attributes: { Arn: arn } };
  },
});
