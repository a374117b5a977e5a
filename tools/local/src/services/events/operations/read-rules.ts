import * as z from 'zod';
import { operation } from '../../../gateway/json-service.ts';
import type { EventBus } from '../event-bus.ts';
import { invalid, matcherOf, type Rule, type Target } from '../rule.ts';
import { findRule, onBus, ruleName } from './input.ts';

const paging = { NextToken: z.string().optional(), Limit: z.int().min(1).max(100).default(100) };
const named = z.strictObject({ Name: ruleName, ...onBus });
const ofRule = z.strictObject({ Rule: ruleName, ...onBus, ...paging });
const listing = z.strictObject({ NamePrefix: ruleName.optional(), ...onBus, ...paging });
const byTarget = z.strictObject({ TargetArn: z.string().min(1).max(1600), ...onBus, ...paging });
const test = z.strictObject({ EventPattern: z.string(), Event: z.string() });

/** What is asked about rules. */
export const RULE_READS = {
  DescribeRule: operation(named, (bus: EventBus, { Name }) => ({
    ...describedRule(findRule(bus, Name)),
    CreatedBy: bus.account.accountId,
  })),
  ListRules: operation(listing, (bus: EventBus, { NamePrefix = '', ...asked }) => {
    const { items, ...next } = page(
      bus.rules().filter(({ name }) => name.startsWith(NamePrefix)),
      asked,
    );
    return { Rules: items.map(describedRule), ...next };
  }),
  ListTargetsByRule: operation(ofRule, (bus: EventBus, { Rule: name, ...asked }) => {
    const { items, ...next } = page(findRule(bus, name).targets, asked);
    return { Targets: items.map(describedTarget), ...next };
  }),
  ListRuleNamesByTarget: operation(byTarget, (bus: EventBus, { TargetArn, ...asked }) => {
    const { items, ...next } = page(
      bus.rules().filter(({ targets }) => targets.some(({ arn }) => arn === TargetArn)),
      asked,
    );
    return { RuleNames: items.map(({ name }) => name), ...next };
  }),
  TestEventPattern: operation(test, (_: EventBus, { EventPattern, Event }) => {
    const matches = matcherOf(EventPattern);
    const event = testedEvent.safeParse(parsed(Event));
    if (!event.success) throw invalid(`Parameter Event is not valid: ${z.prettifyError(event.error)}`);
    return { Result: matches(event.data) };
  }),
};

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html names the fields that it must have. */
const testedEvent = z.looseObject({
  ...{ id: z.string(), account: z.string(), source: z.string(), time: z.string(), region: z.string() },
  ...{ resources: z.array(z.string()), 'detail-type': z.string() },
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('Parameter Event is not valid: it is no JSON');
  }
}

/** One page; the token is the place at which it begins. */
function page<Item>(
  items: readonly Item[],
  { NextToken = '0', Limit }: { NextToken?: string | undefined; Limit: number },
) {
  if (!/^\d{1,9}$/.test(NextToken)) throw invalid('Parameter NextToken is not valid.');
  const end = Number(NextToken) + Limit;
  return {
    items: items.slice(Number(NextToken), end),
    ...(end < items.length && { NextToken: String(end) }),
  };
}

function describedRule({ name, arn, description, schedule, pattern, isEnabled }: Rule) {
  return {
    Name: name,
    Arn: arn,
    Description: description,
    EventPattern: pattern,
    ScheduleExpression: schedule,
    State: isEnabled ? 'ENABLED' : 'DISABLED',
    EventBusName: 'default',
  };
}

function describedTarget({ id, arn, input, inputPath, deadLetterArn, ...policy }: Target) {
  const { maximumAgeSeconds: MaximumEventAgeInSeconds, maximumAttempts: MaximumRetryAttempts } = policy;
  const isUsual = MaximumEventAgeInSeconds === 86_400 && MaximumRetryAttempts === 185;
  return {
    ...{ Id: id, Arn: arn, Input: input, InputPath: inputPath },
    ...(deadLetterArn !== undefined && { DeadLetterConfig: { Arn: deadLetterArn } }),
    ...(!isUsual && { RetryPolicy: { MaximumEventAgeInSeconds, MaximumRetryAttempts } }),
  };
}
