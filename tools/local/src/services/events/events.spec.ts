import { afterEach, describe, expect, it } from '@jest/globals';
import * as eventbridge from '@aws-sdk/client-eventbridge';
import { clientSettings, eventually } from '@hanok/testing';
import { createClock } from '../../clock.ts';
import { serveService } from '../../gateway/serve-service.fixture.ts';
import type { InvokePermission } from '../lambda/lambda-uses.ts';
import { eventsService } from './part.ts';
import { createRules, type Rule } from './rules.ts';

const account = { region: 'us-east-1', accountId: '000000000000' };
const RULE_ARN = 'arn:aws:events:us-east-1:000000000000:rule/hourly';
const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:work';
const hourly: Rule = {
  ...{ name: 'hourly', arn: RULE_ARN, schedule: 'rate(1 hour)', isEnabled: true },
  targets: [{ id: 'Target0', arn: FUNCTION_ARN }],
};
let parts = new AsyncDisposableStack();
afterEach(async () => {
  await parts.disposeAsync();
  parts = new AsyncDisposableStack();
});

function build(...permissions: InvokePermission[]) {
  const accepted: { functionName: string; payload: string; requestId: string }[] = [];
  const lambda = { accept: (event: (typeof accepted)[number]) => void accepted.push(event), permissions };
  // An hour passes in 36 ms.
  const rules = createRules({ account, clock: createClock(100_000), lambda });
  parts.defer(rules.stop);
  return { rules, accepted };
}

describe('a rule with a schedule', () => {
  it.each(['rate(1 minute)', 'rate(5 minutes)', 'rate(1 hour)', 'rate(7 days)'])('may be %s', (schedule) => {
    const { rules } = build();
    rules.put({ ...hourly, schedule });
    expect(rules.all()).toEqual([{ ...hourly, schedule }]);
  });

  it.each([
    'rate(1 hours)',
    'rate(2 hour)',
    'rate(0 hours)',
    'rate(1.5 hours)',
    'rate(1 week)',
    'rate( 1 hour )',
    'cron(0 * * * ? *)',
    '',
  ])('may not be "%s"', (schedule) => {
    const { rules } = build();
    expect(() => rules.put({ ...hourly, schedule })).toThrow('the schedules that the local stack runs');
  });

  it('runs its function after each period with the event of EventBridge, until it is stopped', async () => {
    const { rules, accepted } = build();
    rules.put(hourly);
    rules.start();
    await eventually(() => expect(accepted.length).toBeGreaterThanOrEqual(3));
    await rules.stop();
    const count = accepted.length;
    const events = accepted.map(({ payload }) => JSON.parse(payload));
    expect(events[0]).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: account.accountId,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      region: account.region,
      resources: [RULE_ARN],
      detail: {},
    });
    const times = events.map(({ time }) => Date.parse(time));
    expect(times.slice(1).map((time, index) => time - (times[index] ?? 0))).toEqual(
      Array.from({ length: count - 1 }, () => 3_600_000),
    );
    expect(new Set(accepted.map(({ requestId }) => requestId)).size).toBe(count);
    expect(accepted[0]?.functionName).toBe('work');
  });

  it('gives its input in place of the event, and does not run while it is disabled', async () => {
    const { rules, accepted } = build();
    rules.put({ ...hourly, targets: [{ id: 'Target0', arn: FUNCTION_ARN, input: '{"board":"a"}' }] });
    rules.put({
      ...hourly,
      name: 'never',
      isEnabled: false,
      targets: [{ id: 'T', arn: `${FUNCTION_ARN}-2` }],
    });
    rules.start();
    await eventually(() => expect(accepted.length).toBeGreaterThanOrEqual(3));
    expect(new Set(accepted.map(({ functionName, payload }) => `${functionName} ${payload}`))).toEqual(
      new Set(['work {"board":"a"}']),
    );
  });

  it('needs a permission for its function', () => {
    const permission = { functionArn: FUNCTION_ARN, principal: 'events.amazonaws.com', sourceArn: RULE_ARN };
    const { rules } = build({ ...permission, sourceArn: `${RULE_ARN}-2` });
    rules.put(hourly);
    expect(rules.checkPermissions).toThrow(
      `No AWS::Lambda::Permission lets EventBridge invoke work for ${RULE_ARN}`,
    );
    const allowed = build(permission).rules;
    allowed.put(hourly);
    expect(allowed.checkPermissions).not.toThrow();
  });
});

describe('the EventBridge API', () => {
  it('lists and describes rules and targets, and names a rule that is not there', async () => {
    const { rules } = build();
    rules.put(hourly);
    const server = await serveService(eventsService(rules, account));
    parts.defer(server.close);
    const client = new eventbridge.EventBridgeClient(clientSettings(server.url));
    parts.defer(() => client.destroy());
    const rule = {
      ...{ Name: 'hourly', Arn: RULE_ARN, ScheduleExpression: 'rate(1 hour)' },
      ...{ State: 'ENABLED', EventBusName: 'default' },
    };
    const { ListRulesCommand, DescribeRuleCommand, ListTargetsByRuleCommand } = eventbridge;
    expect((await client.send(new ListRulesCommand())).Rules).toEqual([rule]);
    expect((await client.send(new ListRulesCommand({ NamePrefix: 'other' }))).Rules).toEqual([]);
    expect(await client.send(new DescribeRuleCommand({ Name: 'hourly' }))).toMatchObject(rule);
    expect((await client.send(new ListTargetsByRuleCommand({ Rule: 'hourly' }))).Targets).toEqual([
      { Id: 'Target0', Arn: FUNCTION_ARN },
    ]);
    const unknown = client.send(new DescribeRuleCommand({ Name: 'x' }));
    await expect(unknown).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
