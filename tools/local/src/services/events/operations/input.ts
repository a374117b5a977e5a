import * as z from 'zod';
import type { Account } from '../../../arn.ts';
import { ApiError } from '../../../gateway/api-error.ts';
import type { EventBus } from '../event-bus.ts';
import type { Rule } from '../rule.ts';

/** The default event bus by its name or ARN. */
export function isDefaultBus(name: string, { region, accountId }: Account): boolean {
  return name === 'default' || name === `arn:aws:events:${region}:${accountId}:event-bus/default`;
}

/** The bus of an operation on rules: the stack has no other one. */
export const onBus = {
  EventBusName: z
    .string()
    .regex(
      /^(arn:[^:]+:events:[^:]*:\d*:event-bus\/)?default$/,
      'is none of the local stack, which has default only',
    )
    .optional(),
};

/** The name of a rule, or how it begins. */
export const ruleName = z.string().regex(/^[\w.-]{1,64}$/, 'is no name of a rule');

/** Throws `ResourceNotFoundException`. */
export function findRule(bus: EventBus, name: string): Rule {
  const rule = bus.find(name);
  if (rule) return rule;
  throw new ApiError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus default.`);
}
