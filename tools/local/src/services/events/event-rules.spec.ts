import * as eventbridge from '@aws-sdk/client-eventbridge';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EventsStack, startEvents } from './events-stack.fixture.ts';
import { eventRule } from './resources/event-rule.ts';
import { PLACE } from '../../deliveries/endpoints.fixture.ts';
import type { Json } from '../../template/template.ts';

const RULE = 'arn:aws:events:us-east-1:000000000000:rule/';
const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const folder = mkdtempSync(join(tmpdir(), 'hanok-events-'));
const path = join(folder, 'events.db');

let stack: EventsStack;
let count = 0;
beforeAll(async () => {
  // A retry of eight minutes takes half a second.
  stack = await startEvents({ path, speed: 1_000 });
  stack.bus.start();
});
afterEach(async () => {
  for (const { name } of stack.bus.rules()) stack.bus.remove(name);
  stack.setAround((_request, _service, run) => run());
  stack.accepted.length = 0;
  stack.notices.length = 0;
});
afterAll(async () => {
  await stack.stop();
  rmSync(folder, { recursive: true });
});

const put = (Entries: eventbridge.PutEventsRequestEntry[]) =>
  stack.client.send(new eventbridge.PutEventsCommand({ Entries }));
const entry = (more: eventbridge.PutEventsRequestEntry = {}) => ({
  ...{ Source: 'my.game', DetailType: 'Match', Detail: '{"a":1}' },
  ...more,
});
const newQueue = (service?: string) => stack.addQueue(`q-${(count += 1)}`, service);

/** A rule with one target, which every event of the source `my.game` matches. */
async function newRule(Target: Partial<eventbridge.Target>, pattern: object = { source: ['my.game'] }) {
  const Name = `r-${(count += 1)}`;
  await stack.client.send(new eventbridge.PutRuleCommand({ Name, EventPattern: JSON.stringify(pattern) }));
  const Targets = [{ Id: 't', Arn: FUNCTION, ...Target }];
  await stack.client.send(new eventbridge.PutTargetsCommand({ Rule: Name, Targets }));
  return Name;
}

describe('an event', () => {
  it('comes to the functions and queues of the rules that it matches, whole', async () => {
    const queue = await newQueue();
    await newRule({ Arn: queue.arn });
    const name = await newRule({ Arn: stack.addFunction('told', `${RULE}*`) }, { detail: { a: [1] } });
    await newRule({ Arn: queue.arn }, { detail: { a: [2] } });
    const Resources = ['arn:aws:x'];
    const Time = new Date('2026-01-31T12:00:00.500Z');
    const answer = await put([entry({ Detail: '{"a":1,"이름":"😀"}', Resources, Time })]);
    await stack.settled();
    const event = {
      ...{ version: '0', id: answer.Entries?.[0]?.EventId, 'detail-type': 'Match', source: 'my.game' },
      ...{ account: '000000000000', time: '2026-01-31T12:00:00Z', region: 'us-east-1', resources: Resources },
      detail: { a: 1, 이름: '😀' },
    };
    expect(answer.FailedEntryCount).toBe(0);
    expect((await queue.take()).map(({ body }) => JSON.parse(body))).toEqual([event]);
    expect(stack.accepted.map(({ payload }) => JSON.parse(payload))).toEqual([event]);
    await stack.client.send(new eventbridge.DisableRuleCommand({ Name: name }));
    await put([entry()]);
    await stack.settled();
    expect(stack.accepted).toHaveLength(1);
  });

  it('is refused by itself, and says why', async () => {
    const queue = await newQueue();
    await newRule({ Arn: queue.arn });
    const answer = await put([
      entry({ Source: 'aws.gamelift' }),
      entry({ Detail: '{' }),
      entry({ Detail: '[1]' }),
      entry({ Detail: `${'{"a":'.repeat(1100)}1${'}'.repeat(1100)}` }),
      entry({ Detail: '' }),
      entry({ Source: '' }),
      entry({ DetailType: 'a'.repeat(129) }),
      entry({ EventBusName: 'other' }),
      entry({ EventBusName: 'arn:aws:events:us-east-1:000000000000:event-bus/default' }),
    ]);
    await stack.settled();
    expect(answer.FailedEntryCount).toBe(8);
    expect(answer.Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      'NotAuthorizedForSourceException',
      ...Array.from({ length: 3 }, () => 'MalformedDetail'),
      ...Array.from({ length: 4 }, () => 'InvalidArgument'),
      undefined,
    ]);
    expect(await queue.take()).toHaveLength(1);
  });

  it.each<[string, eventbridge.PutEventsRequestEntry[]]>([
    ['no entry', []],
    ['eleven entries', Array.from({ length: 11 }, () => entry())],
    ['more than 1 MB together', [entry({ Detail: `{"a":"${'b'.repeat(1_048_576)}"}` })]],
    ['no entry that is whole', [entry({ Source: '' }), { Source: 'a' }]],
  ])('is refused with all others of its request: %s', async (_title, entries) => {
    await expect(put(entries)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('of a service of the stack comes as it is, with the time that it says', async () => {
    const queue = await newQueue();
    await newRule(
      { Arn: queue.arn },
      { source: ['aws.gamelift'], detail: { type: ['MatchmakingSucceeded'] } },
    );
    const event = { source: 'aws.gamelift', detailType: 'GameLift Matchmaking Event', resources: ['arn:m'] };
    const time = '2026-01-31T12:00:00.123Z';
    for (const type of ['MatchmakingSearching', 'MatchmakingSucceeded'])
      stack.bus.send([{ ...event, time, detail: { type } }]);
    await stack.settled();
    expect((await queue.take()).map(({ body }) => JSON.parse(body))).toMatchObject([
      { source: 'aws.gamelift', time, detail: { type: 'MatchmakingSucceeded' }, resources: ['arn:m'] },
    ]);
  });

  it.each<[string, Partial<eventbridge.Target>, string]>([
    ['the constant of its target', { Input: '{"b": 2}' }, '{"b": 2}'],
    ['a part of itself', { InputPath: '$.detail.list[1].name' }, '"y"'],
    ['a part by its quoted name', { InputPath: "$['detail-type']" }, '"Match"'],
    ['null for a part that it lacks', { InputPath: '$.detail.none.x' }, 'null'],
    ['null for a part that every object has', { InputPath: '$.detail.constructor' }, 'null'],
  ])('comes as %s', async (_title, Target, expected) => {
    const queue = await newQueue();
    await newRule({ Arn: queue.arn, ...Target });
    await put([entry({ Detail: '{"list":[{"name":"x"},{"name":"y"}]}' })]);
    await stack.settled();
    expect((await queue.take()).map(({ body }) => body)).toEqual([expected]);
  });
});

describe('a delivery', () => {
  it.each<[string, () => Promise<string>, string]>([
    ['a function without permission', async () => stack.addFunction('closed'), 'no permission lets events'],
    ['no function', async () => `${FUNCTION}-none`, 'there is no function f-none'],
    [
      'a queue whose policy does not allow it',
      async () => (await newQueue('x')).arn,
      'does not allow events',
    ],
    ['no queue', async () => 'arn:aws:sqs:us-east-1:000000000000:none', 'does not exist'],
  ])('to %s goes to the dead-letter queue at once, or is told of', async (_title, arnOfTarget, reason) => {
    const Arn = await arnOfTarget();
    const name = await newRule({ Arn });
    await put([entry()]);
    await stack.settled();
    expect(stack.notices).toEqual([expect.stringContaining(reason)]);
    const dead = await newQueue();
    const Targets = [{ Id: 't', Arn, DeadLetterConfig: { Arn: dead.arn } }];
    await stack.client.send(new eventbridge.PutTargetsCommand({ Rule: name, Targets }));
    await put([entry()]);
    await stack.settled();
    const [letter] = await dead.take();
    expect(JSON.parse(letter?.body ?? '')).toMatchObject({ source: 'my.game' });
    expect(textsOf(letter?.attributes)).toEqual({
      ...{ RULE_ARN: RULE + name, TARGET_ARN: Arn, RETRY_ATTEMPTS: '0', ERROR_CODE: 'SDK_CLIENT_ERROR' },
      ERROR_MESSAGE: expect.stringContaining(reason),
    });
  });

  it.each<[string, eventbridge.RetryPolicy, string, string]>([
    ['so often', { MaximumRetryAttempts: 2 }, 'MaximumRetryAttempts', '^2$'],
    ['so long', { MaximumEventAgeInSeconds: 1_200 }, 'MaximumEventAgeInSeconds', '^[1-9]\\d?$'],
  ])(
    'that fails is tried again %s as the policy of the target says',
    async (_title, RetryPolicy, ...said) => {
      const [queue, dead] = [await newQueue(), await newQueue()];
      await newRule({ Arn: queue.arn, RetryPolicy, DeadLetterConfig: { Arn: dead.arn } });
      stack.setAround(async ({ operation, body }, _service, run) => {
        const isFirst = operation === 'SendMessage' && !body.toString().includes('RULE_ARN');
        return isFirst ? { status: 503, headers: {}, body: '{}' } : run();
      });
      await put([entry()]);
      await stack.settled();
      const [letter] = await dead.take();
      expect(textsOf(letter?.attributes)).toMatchObject({
        EXHAUSTED_RETRY_CONDITION: said[0],
        RETRY_ATTEMPTS: expect.stringMatching(said[1] ?? ''),
      });
      expect(await queue.take()).toEqual([]);
    },
  );

  it('survives a restart, as the rules of clients do, while those of an earlier template go', async () => {
    const Arn = stack.addFunction('later', `${RULE}*`);
    const own = await newRule({ Arn });
    const others = { arn: `${RULE}x`, schedule: 'rate(7 days)', isEnabled: true, targets: [] };
    stack.bus.put({ ...others, name: 'kept' }, true);
    stack.bus.put({ ...others, name: 'gone' }, true);
    await stack.bus.stop();
    await put([entry()]);
    const waiting = stack.store.deliveries.all();
    await stack.stop();
    stack = await startEvents({ path, speed: 1_000 });
    stack.addFunction('later', `${RULE}*`);
    stack.bus.put({ ...others, name: 'kept' }, true);
    stack.bus.start();
    await stack.settled();
    expect(stack.bus.rules().map(({ name }) => name)).toEqual(['kept', own]);
    expect(stack.accepted.map(({ payload }) => JSON.parse(payload).id)).toEqual(
      waiting.map(({ eventId }) => eventId),
    );
    expect(waiting).toHaveLength(1);
  });
});

describe('a rule', () => {
  it('is made, changed and deleted by clients, and keeps its targets', async () => {
    const Name = await newRule({ RetryPolicy: { MaximumRetryAttempts: 1 } });
    const change = { Name, ScheduleExpression: 'rate(1 hour)', Description: 'd', State: 'DISABLED' } as const;
    await stack.client.send(new eventbridge.PutRuleCommand(change));
    const described = await stack.client.send(new eventbridge.DescribeRuleCommand({ Name }));
    expect(described).toMatchObject({ ...change, Arn: RULE + Name });
    expect(described.EventPattern).toBeUndefined();
    const listed = await stack.client.send(new eventbridge.ListTargetsByRuleCommand({ Rule: Name }));
    const RetryPolicy = { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 1 };
    expect(listed.Targets).toEqual([{ Id: 't', Arn: FUNCTION, RetryPolicy }]);
    const byTarget = new eventbridge.ListRuleNamesByTargetCommand({ TargetArn: FUNCTION });
    expect((await stack.client.send(byTarget)).RuleNames).toEqual([Name]);
    const remove = new eventbridge.DeleteRuleCommand({ Name });
    await expect(stack.client.send(remove)).rejects.toThrow('since it has targets');
    await stack.client.send(new eventbridge.RemoveTargetsCommand({ Rule: Name, Ids: ['t', 'none'] }));
    for (let times = 2; times > 0; times -= 1) await stack.client.send(remove);
    expect((await stack.client.send(new eventbridge.ListRulesCommand())).Rules).toEqual([]);
  });

  it.each<[string, Partial<eventbridge.PutRuleCommandInput>, string, string]>([
    ['neither pattern nor schedule', {}, 'ValidationException', 'must be specified'],
    ['an odd name', { Name: 'a b', ScheduleExpression: 'rate(1 day)' }, 'ValidationException', 'Name'],
    [
      'another bus',
      { EventBusName: 'x', ScheduleExpression: 'rate(1 day)' },
      'ValidationException',
      'default only',
    ],
    ['a cron expression', { ScheduleExpression: 'cron(0 * * * ? *)' }, 'ValidationException', 'cron'],
    ['a pattern that is no JSON', { EventPattern: '{' }, 'InvalidEventPatternException', 'no JSON'],
    ['an empty pattern', { EventPattern: '{}' }, 'InvalidEventPatternException', 'at least one field'],
    ['a bare value', { EventPattern: '{"a":"b"}' }, 'InvalidEventPatternException', '$.a'],
    ['an unknown operator', { EventPattern: '{"a":[{"x":1}]}' }, 'InvalidEventPatternException', '"x"'],
    ['1,024 combinations', { EventPattern: alternatives(10) }, 'InvalidEventPatternException', '1000'],
    [
      '4,097 characters',
      { EventPattern: `{"a":["${'b'.repeat(4088)}"]}` },
      'InvalidEventPatternException',
      '4096',
    ],
  ])('is refused with %s', async (_title, input, name, message) => {
    const answer = stack.client.send(new eventbridge.PutRuleCommand({ Name: 'x', ...input }));
    await expect(answer).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });

  it.each<[string, Partial<eventbridge.Target>, string]>([
    [
      'a topic',
      { Arn: 'arn:aws:sns:us-east-1:000000000000:t' },
      'is not the ARN of a function or of a standard queue',
    ],
    ['a FIFO queue', { Arn: 'arn:aws:sqs:us-east-1:000000000000:q.fifo' }, 'standard queue'],
    ['an input that is no JSON', { Input: '{' }, 'is no JSON'],
    ['a path that is none', { InputPath: '$..a' }, 'is no path'],
    [
      'a transformer',
      { InputTransformer: { InputTemplate: '"a"' } },
      'parameter Targets.InputTransformer of PutTargets',
    ],
    ['a role', { RoleArn: 'arn:aws:iam::000000000000:role/r' }, 'parameter Targets.RoleArn of PutTargets'],
    ['186 retries', { RetryPolicy: { MaximumRetryAttempts: 186 } }, '185'],
    ['another dead-letter queue', { DeadLetterConfig: { Arn: FUNCTION } }, 'is not the ARN of a queue'],
  ])('has no target that is %s', async (_title, Target, message) => {
    await expect(newRule(Target)).rejects.toMatchObject({
      ...{ name: 'ValidationException', message: expect.stringContaining(message) },
    });
  });

  it('has five targets at most', async () => {
    const Rule = await newRule({});
    const Targets = Array.from({ length: 5 }, (_, index) => ({ Id: `${index}`, Arn: FUNCTION }));
    const answer = stack.client.send(new eventbridge.PutTargetsCommand({ Rule, Targets }));
    await expect(answer).rejects.toMatchObject({ name: 'LimitExceededException' });
    const unknown = stack.client.send(new eventbridge.PutTargetsCommand({ Rule: 'none', Targets }));
    await expect(unknown).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('of a template has a pattern, queues and a dead-letter queue', async () => {
    const Arn = 'arn:aws:sqs:us-east-1:000000000000:q';
    const DeadLetterConfig = { Arn: `${Arn}-dead` };
    const properties = {
      ...{ Name: 'match', EventPattern: { source: ['aws.gamelift'], detail: { type: [{ prefix: 'M' }] } } },
      Targets: [{ Id: 't', Arn, InputPath: '$.detail', DeadLetterConfig }],
    };
    const resource = {
      stackName: 'S',
      logicalId: 'R',
      place: { ...PLACE, gatewayUrl: '' },
      zipFile: () => '',
    };
    const make = (more: object) => eventRule.create({ ...properties, ...more } as Json, resource, stack);
    expect(await make({})).toEqual({ ref: 'match', attributes: { Arn: `${RULE}match` } });
    expect(stack.bus.find('match')).toMatchObject({
      pattern: JSON.stringify(properties.EventPattern),
      targets: [{ arn: Arn, inputPath: '$.detail', deadLetterArn: DeadLetterConfig.Arn }],
    });
    await expect(make({ EventPattern: { a: [{ x: 1 }] } })).rejects.toThrow('Event pattern is not valid');
    await expect(make({ EventBusName: 'other' })).rejects.toThrow('property "EventBusName" is invalid');
  });

  it.each<[string, boolean]>([
    ['{"source":["my.game"],"detail":{"score":[{"numeric":[">",5]}]}}', true],
    ['{"source":["my.game"],"detail":{"score":[{"numeric":["<",5]}]}}', false],
  ])('can be tried: %s answers %s', async (EventPattern, expected) => {
    const event = { id: '1', account: 'a', source: 'my.game', time: 't', region: 'r', resources: [] };
    const Event = JSON.stringify({ ...event, 'detail-type': 'd', detail: { score: 6 } });
    const { Result } = await stack.client.send(
      new eventbridge.TestEventPatternCommand({ EventPattern, Event }),
    );
    expect(Result).toBe(expected);
    const odd = stack.client.send(new eventbridge.TestEventPatternCommand({ EventPattern, Event: '{}' }));
    await expect(odd).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

function textsOf(attributes: Readonly<Record<string, { StringValue?: string | undefined }>> = {}) {
  return Object.fromEntries(Object.entries(attributes).map(([name, { StringValue }]) => [name, StringValue]));
}

/** Each of so many levels doubles the combinations. */
function alternatives(levels: number): string {
  const both = { $or: [{ a: ['b'] }, { c: ['d'] }] };
  return JSON.stringify(
    Object.fromEntries(Array.from({ length: levels }, (_, level) => [`l${level}`, both])),
  );
}
