import * as z from 'zod';
import { ApiError } from '../../../gateway/api-error.ts';
import { operation } from '../../../gateway/json-service.ts';
import type { EventBus } from '../event-bus.ts';
import { invalid, MAX_TARGETS, type Rule, ruleArn } from '../rule.ts';
import { targetOf, targetProperties } from '../target-properties.ts';
import { findRule, onBus, ruleName } from './input.ts';

const newRule = z.strictObject({
  Name: ruleName,
  EventPattern: z.string().optional(),
  ScheduleExpression: z.string().optional(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Description: z.string().optional(),
  ...onBus,
});
const named = z.strictObject({ Name: ruleName, ...onBus });
const newTargets = z.strictObject({
  Rule: ruleName,
  Targets: z.array(targetProperties).min(1).max(100),
  ...onBus,
});
const oldTargets = z.strictObject({
  ...{ Rule: ruleName, Ids: z.array(z.string()).min(1).max(100) },
  ...onBus,
});

/** What clients change of rules; those of templates come back as they were at the next start. */
export const RULE_CHANGES = {
  PutRule: operation(newRule, (bus: EventBus, input) => {
    const {
      Name: name,
      Description: description,
      EventPattern: pattern,
      ScheduleExpression: schedule,
    } = input;
    const arn = ruleArn(name, bus.account);
    bus.put({
      ...{ name, arn, isEnabled: input.State === 'ENABLED', targets: bus.find(name)?.targets ?? [] },
      ...{ description, pattern: pattern || undefined, schedule: schedule || undefined },
    });
    return { RuleArn: arn };
  }),
  DeleteRule: operation(named, (bus: EventBus, { Name }) => {
    if ((bus.find(Name)?.targets ?? []).length > 0)
      throw invalid("Rule can't be deleted since it has targets.");
    bus.remove(Name);
    return undefined;
  }),
  EnableRule: operation(named, (bus: EventBus, { Name }) => setEnabled(bus, Name, true)),
  DisableRule: operation(named, (bus: EventBus, { Name }) => setEnabled(bus, Name, false)),
  PutTargets: operation(newTargets, (bus: EventBus, { Rule: name, Targets }) => {
    const rule = findRule(bus, name);
    const ids = new Set(Targets.map(({ Id }) => Id));
    const targets = [...rule.targets.filter(({ id }) => !ids.has(id)), ...Targets.map(targetOf)];
    if (ids.size < Targets.length)
      throw invalid('Parameter Targets is not valid. Reason: an Id is given twice.');
    if (targets.length > MAX_TARGETS)
      throw new ApiError(
        'LimitExceededException',
        'The requested resource exceeds the maximum number allowed.',
      );
    bus.put({ ...rule, targets });
    return { FailedEntryCount: 0, FailedEntries: [] };
  }),
  RemoveTargets: operation(oldTargets, (bus: EventBus, { Rule: name, Ids }) => {
    const rule = findRule(bus, name);
    bus.put({ ...rule, targets: rule.targets.filter(({ id }) => !Ids.includes(id)) });
    return { FailedEntryCount: 0, FailedEntries: [] };
  }),
};

function setEnabled(bus: EventBus, name: string, isEnabled: boolean): undefined {
  const rule: Rule = findRule(bus, name);
  bus.put({ ...rule, isEnabled });
  return undefined;
}
