import * as eventbridge from '@aws-sdk/client-eventbridge';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@hanok/testing';
import { type EventsStack, startEvents } from './events-stack.fixture.ts';
import { type Rule, target } from './rule.ts';

const RULE_ARN = 'arn:aws:events:us-east-1:000000000000:rule/hourly';
const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:work';
const hourly: Rule = {
  ...{ name: 'hourly', arn: RULE_ARN, schedule: 'rate(1 hour)', isEnabled: true },
  targets: [target.parse({ id: 'Target0', arn: FUNCTION_ARN })],
};
/** It runs no rule. */
let idle: EventsStack;
let stack: EventsStack | undefined;
beforeAll(async () => void (idle = await startEvents()));
afterEach(async () => {
  await stack?.stop();
  stack = undefined;
});
afterAll(() => idle.stop());
const start = async () => (stack = await startEvents());

describe('a rule with a schedule', () => {
  it.each(['rate(1 minute)', 'rate(5 minutes)', 'rate(1 hour)', 'rate(7 days)'])('may be %s', (schedule) => {
    idle.bus.put({ ...hourly, schedule });
    expect(idle.bus.rules()).toEqual([{ ...hourly, schedule }]);
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
    expect(() => idle.bus.put({ ...hourly, schedule })).toThrow('the schedules that the local stack runs');
  });

  it('runs its function after each period with the event of EventBridge, until it is stopped', async () => {
    const { bus, accepted, addFunction } = await start();
    addFunction('work', RULE_ARN);
    bus.put(hourly);
    bus.start();
    await eventually(() => expect(accepted.length).toBeGreaterThanOrEqual(3));
    await bus.stop();
    const count = accepted.length;
    const events = accepted.map(({ payload }) => JSON.parse(payload));
    expect(events[0]).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: '000000000000',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      region: 'us-east-1',
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
    const { bus, accepted, addFunction } = await start();
    addFunction('work', '*:*:*:*:*:*');
    addFunction('work-2', '*:*:*:*:*:*');
    bus.put({
      ...hourly,
      targets: [target.parse({ id: 'Target0', arn: FUNCTION_ARN, input: '{"board":"a"}' })],
    });
    const targets = [target.parse({ id: 'T', arn: `${FUNCTION_ARN}-2` })];
    bus.put({ ...hourly, name: 'never', isEnabled: false, targets });
    bus.start();
    await eventually(() => expect(accepted.length).toBeGreaterThanOrEqual(3));
    expect(new Set(accepted.map(({ functionName, payload }) => `${functionName} ${payload}`))).toEqual(
      new Set(['work {"board":"a"}']),
    );
  });

  it('needs a permission for its function', async () => {
    const { bus, permissions } = idle;
    const permission = { functionArn: FUNCTION_ARN, principal: 'events.amazonaws.com', sourceArn: RULE_ARN };
    permissions.push({ ...permission, sourceArn: `${RULE_ARN}-2` });
    bus.put(hourly, true);
    expect(bus.checkPermissions).toThrow(
      `No AWS::Lambda::Permission lets EventBridge invoke work for ${RULE_ARN}`,
    );
    permissions.push(permission);
    expect(bus.checkPermissions).not.toThrow();
  });

  it('that a client puts, disables and enables follows at once', async () => {
    const { bus, client, accepted, addFunction } = await start();
    addFunction('work', RULE_ARN);
    bus.start();
    await client.send(new eventbridge.PutRuleCommand({ Name: 'hourly', ScheduleExpression: 'rate(1 hour)' }));
    const Targets = [{ Id: 'a', Arn: FUNCTION_ARN }];
    await client.send(new eventbridge.PutTargetsCommand({ Rule: 'hourly', Targets }));
    await eventually(() => expect(accepted.length).toBeGreaterThanOrEqual(1));
    await client.send(new eventbridge.DisableRuleCommand({ Name: 'hourly' }));
    const count = accepted.length;
    await client.send(new eventbridge.EnableRuleCommand({ Name: 'hourly' }));
    await eventually(() => expect(accepted.length).toBeGreaterThan(count));
  });
});

describe('the EventBridge API', () => {
  it('lists and describes rules and targets, and names a rule that is not there', async () => {
    const { bus, client } = idle;
    bus.put(hourly);
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
