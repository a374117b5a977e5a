import * as z from 'zod';
import { type Account, arnOf } from '../../arn.ts';
import { type AccessRules, accessRule } from '../../gateway/access-rule.ts';
import { type JsonApi, jsonService } from '../../gateway/json-service.ts';
import type { Service } from '../../gateway/service.ts';
import type { EventBus } from './event-bus.ts';
import { RULE_CHANGES } from './operations/change-rules.ts';
import { isDefaultBus } from './operations/input.ts';
import { putEvents } from './operations/put-events.ts';
import { RULE_READS } from './operations/read-rules.ts';
import { PARAMETERS } from './parameters.ts';

const API: JsonApi = { name: 'events', version: '1.1', targets: ['AWSEvents'] };

/** The EventBridge API over this bus. */
export function eventsService(bus: EventBus): Service {
  return jsonService(API, {
    context: bus,
    operations: { ...RULE_READS, ...RULE_CHANGES, PutEvents: putEvents },
    access: accessOn(bus.account),
    parameters: PARAMETERS,
  });
}

const buses = z.array(
  z.object({ EventBusName: z.string().default('default') }).catch({ EventBusName: 'default' }),
);
const entries = z.object({ Entries: buses.catch([]) });

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html */
function accessOn(account: Account): AccessRules<EventBus> {
  const need = (operation: string, rule: string) => [
    { action: `events:${operation}`, resource: arnOf('events', account, `rule/${rule}`) },
  ];
  const onName = (operation: string) =>
    accessRule(z.object({ Name: z.string() }), (_, { Name }) => need(operation, Name));
  const onRule = (operation: string) =>
    accessRule(z.object({ Rule: z.string() }), (_, { Rule }) => need(operation, Rule));
  const busArn = (name: string) =>
    arnOf('events', account, `event-bus/${isDefaultBus(name, account) ? 'default' : name}`);
  return {
    DescribeRule: onName('DescribeRule'),
    ListRules: () => need('ListRules', '*'),
    ListTargetsByRule: onRule('ListTargetsByRule'),
    ListRuleNamesByTarget: () => need('ListRuleNamesByTarget', '*'),
    TestEventPattern: () => [{ action: 'events:TestEventPattern', resource: '*' }],
    PutRule: onName('PutRule'),
    DeleteRule: onName('DeleteRule'),
    EnableRule: onName('EnableRule'),
    DisableRule: onName('DisableRule'),
    PutTargets: onRule('PutTargets'),
    RemoveTargets: onRule('RemoveTargets'),
    PutEvents: accessRule(entries, (_, { Entries }) => {
      const names = new Set(
        ['default', ...Entries.map(({ EventBusName }) => EventBusName)].slice(Entries.length > 0 ? 1 : 0),
      );
      return [...names].map((name) => ({ action: 'events:PutEvents', resource: busArn(name) }));
    }),
  };
}
