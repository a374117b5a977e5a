import * as z from 'zod';
import { type Account, arnOf } from '../../arn.ts';
import { type JsonApi, jsonService } from '../../gateway/json-service.ts';
import type { Service } from '../../gateway/service.ts';
import { disposable, nothingToDispose, part } from '../../stack/part.ts';
import { lambda } from '../lambda/part.ts';
import { RULE_OPERATIONS } from './operations/rules.ts';
import { eventRule } from './resources/event-rule.ts';
import { createRules, type Rules } from './rules.ts';

const API: JsonApi = { name: 'events', version: '1.1', targets: ['AWSEvents'] };
const named = z.object({ Name: z.string().optional(), Rule: z.string().optional() });

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
  return jsonService(API, {
    context: rules,
    operations: RULE_OPERATIONS,
    access: (_, body, { operation }) => {
      const { Name, Rule = Name } = named.safeParse(body).data ?? {};
      const resource = arnOf('events', account, `rule/${Rule ?? '*'}`);
      return [{ action: `events:${operation}`, resource }];
    },
  });
}
