import * as z from 'zod';
import { type Account, arnOf } from '../../arn.ts';
import { type AccessRules, accessRule } from '../../gateway/access-rule.ts';
import { type JsonApi, jsonService } from '../../gateway/json-service.ts';
import type { Service } from '../../gateway/service.ts';
import { disposable, nothingToDispose, part } from '../../stack/part.ts';
import { lambda } from '../lambda/part.ts';
import { RULE_OPERATIONS } from './operations/rules.ts';
import { eventRule } from './resources/event-rule.ts';
import { createRules, type Rules } from './rules.ts';

const API: JsonApi = { name: 'events', version: '1.1', targets: ['AWSEvents'] };

/** EventBridge: rules that run functions by a schedule. */
export const events = part({
  name: API.name,
  resources: [eventRule],
  needs: { lambda },
  open: async ({ clock, region, accountId }, needs) => {
    const account = { region, accountId };
    const rules = createRules({ account, clock, lambda: needs.lambda });
    return {
      uses: rules,
      service: eventsService(rules, account),
      finishTemplate: rules.checkPermissions,
      start: () => {
        rules.start();
        return disposable(rules.stop);
      },
      ...nothingToDispose,
    };
  },
});

/** The EventBridge API over these rules. */
export function eventsService(rules: Rules, account: Account): Service {
  return jsonService(API, { context: rules, operations: RULE_OPERATIONS, access: accessOn(account) });
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html */
function accessOn(account: Account): AccessRules<Rules> {
  const need = (operation: string, rule: string) => [
    { action: `events:${operation}`, resource: arnOf('events', account, `rule/${rule}`) },
  ];
  return {
    DescribeRule: accessRule(z.object({ Name: z.string() }), (_, { Name }) => need('DescribeRule', Name)),
    ListRules: () => need('ListRules', '*'),
    ListTargetsByRule: accessRule(z.object({ Rule: z.string() }), (_, { Rule }) =>
      need('ListTargetsByRule', Rule),
    ),
  };
}
