import * as z from 'zod';
import { ApiError } from '../../../gateway/api-error.ts';
import { type JsonOperation, operation } from '../../../gateway/json-service.ts';
import type { Rule, Rules } from '../rules.ts';

const bus = { EventBusName: z.literal('default').optional() };
const named = z.strictObject({ Name: z.string(), ...bus });
const ofRule = z.strictObject({ Rule: z.string(), ...bus });
const listing = z.strictObject({ NamePrefix: z.string().optional(), ...bus });

/** The operations on rules, which only templates make; all of them fit into one page. */
export const RULE_OPERATIONS: Readonly<Record<string, JsonOperation<Rules>>> = {
  DescribeRule: operation(named, (rules: Rules, { Name }) => described(find(rules, Name))),
  ListRules: operation(listing, (rules: Rules, { NamePrefix = '' }) => ({
    Rules: rules
      .all()
      .filter(({ name }) => name.startsWith(NamePrefix))
      .map(described),
  })),
  ListTargetsByRule: operation(ofRule, (rules: Rules, { Rule: name }) => ({
    Targets: find(rules, name).targets.map(({ id: Id, arn: Arn, input: Input }) => ({ Id, Arn, Input })),
  })),
};

function find(rules: Rules, name: string): Rule {
  const rule = rules.all().find((each) => each.name === name);
  if (rule) return rule;
  throw new ApiError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus default.`);
}

function described({ name, arn, description, schedule, isEnabled }: Rule) {
  return {
    Name: name,
    Arn: arn,
    Description: description,
    ScheduleExpression: schedule,
    State: isEnabled ? 'ENABLED' : 'DISABLED',
    EventBusName: 'default',
  };
}
