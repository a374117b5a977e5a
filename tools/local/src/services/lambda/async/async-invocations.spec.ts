import { describe, expect, it } from '@jest/globals';
import { type AsyncEvent, openAsyncEvents } from './async-event-file.ts';
import type { FailureMessage } from './async-failure.ts';
import { type AsyncSettings, createAsyncInvocations } from './async-invocations.ts';
import { defaultAsyncPolicy } from './async-retry.ts';
import { FunctionsStoppedError, TooManyRequestsError } from '../errors.ts';
import type { Invocation } from '../function-config.ts';

type Answer = 'ok' | 'error' | 'throttle' | 'stop' | 'hang';

const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:fn';
const ON_FAILURE_ARN = 'arn:aws:sqs:us-east-1:000000000000:failures';
const DEAD_LETTER_ARN = 'arn:aws:sqs:us-east-1:000000000000:letters';
const event = { functionName: 'fn', payload: '{"a":1}', requestId: 'r-1' };

type World = {
  answers: readonly Answer[];
  settings?: Partial<AsyncSettings>;
  events?: ReturnType<typeof openAsyncEvents>;
  refuseSends?: number;
  startTime?: number;
};

/** Asynchronous invocations on a clock that does not wait, whose function gives the answers in turn, then throttles. */
function world({
  answers,
  settings = {},
  events = openAsyncEvents(':memory:'),
  refuseSends = 0,
  startTime = 0,
}: World) {
  const traces: (string | undefined)[] = [];
  const seen = { waits: [] as number[], requestIds: [] as string[], discarded: [] as string[], traces };
  const sent: { functionName: string; queueArn: string; message: FailureMessage }[] = [];
  const undelivered: string[] = [];
  const left = [...answers];
  let [time, refusals] = [startTime, refuseSends];

  async function invoke({ requestId, trace }: AsyncEvent): Promise<Invocation> {
    seen.requestIds.push(requestId);
    seen.traces.push(trace);
    const answer = left.shift() ?? 'throttle';
    if (answer === 'throttle') throw new TooManyRequestsError('fn');
    if (answer === 'stop') throw new FunctionsStoppedError('stopped');
    if (answer === 'hang') return new Promise(() => undefined);
    const failed = { payload: '{"errorType":"E","errorMessage":"no"}', error: 'Unhandled' as const };
    return { requestId, logTail: '', ...(answer === 'error' ? failed : { payload: 'null' }) };
  }

  async function send(functionName: string, queueArn: string, message: FailureMessage): Promise<void> {
    if ((refusals -= 1) >= 0) throw new Error('AccessDenied');
    sent.push({ functionName, queueArn, message });
  }

  const sleep = async (ms: number) => void (seen.waits.push(ms), (time += ms));
  const invocations = createAsyncInvocations({
    ...{ invoke, send, events },
    clock: { now: () => time, timeAt: () => time, sleep, speed: 1 },
    settingsOf: () => ({ ...defaultAsyncPolicy, functionArn: FUNCTION_ARN, ...settings }),
    onDiscarded: (_event, reason) => void seen.discarded.push(reason),
    onUndelivered: (_event, queueArn) => void undelivered.push(queueArn),
  });
  return { invocations, seen, sent, undelivered, events, time: () => time };
}

/** Until no event is left. */
async function settled({ events }: Pick<ReturnType<typeof world>, 'events'>): Promise<void> {
  while (events.all().length > 0) await new Promise(setImmediate);
}

async function run(answers: readonly Answer[], settings: Partial<AsyncSettings> = {}) {
  const made = world({ answers, settings });
  made.invocations.accept(event);
  await settled(made);
  return { ...made.seen, sent: made.sent, undelivered: made.undelivered, time: made.time() };
}

describe('an asynchronous invocation', () => {
  it('runs once when it succeeds', async () => {
    expect(await run(['ok'])).toMatchObject({ waits: [], requestIds: ['r-1'], discarded: [] });
  });

  it('is retried after 1 and 2 minutes under the same request id', async () => {
    expect(await run(['error', 'error', 'ok'])).toMatchObject({
      ...{ waits: [60_000, 120_000], requestIds: ['r-1', 'r-1', 'r-1'], discarded: [] },
    });
  });

  it('is discarded after its second retry', async () => {
    const outcome = await run(['error', 'error', 'error']);
    const discarded = ['{"errorType":"E","errorMessage":"no"}'];
    expect(outcome).toMatchObject({ waits: [60_000, 120_000], discarded, sent: [] });
  });

  it('waits out throttling without using up its retries', async () => {
    expect(await run(['throttle', 'throttle', 'error', 'ok'])).toMatchObject({
      ...{ waits: [1000, 2000, 60_000], discarded: [] },
    });
  });

  it('is discarded when it is throttled for 6 hours', async () => {
    const { discarded, time, waits } = await run([]);
    expect(discarded).toEqual(['Rate Exceeded.']);
    expect(time).toBeLessThanOrEqual(6 * 3_600_000);
    expect(time).toBeGreaterThan(5.9 * 3_600_000);
    expect(Math.max(...waits)).toBe(300_000);
  });

  it.each([
    [0, []],
    [1, [60_000]],
  ])('is retried %i times when its function says so', async (maximumRetryAttempts, waits) => {
    expect(await run(['error', 'error', 'error'], { maximumRetryAttempts })).toMatchObject({
      waits,
      discarded: [expect.stringContaining('no')],
    });
  });

  it('is not tried beyond the age that its function says', async () => {
    const { waits, requestIds } = await run(['error', 'error'], { maximumEventAgeSeconds: 90 });
    expect([waits, requestIds]).toEqual([[60_000], ['r-1', 'r-1']]);
  });
});

describe('an event that its function failed', () => {
  it('goes to the on-failure destination with what became of it', async () => {
    const { sent } = await run(['error', 'error', 'error'], { onFailureArn: ON_FAILURE_ARN });
    expect(sent).toMatchObject([{ functionName: 'fn', queueArn: ON_FAILURE_ARN }]);
    expect(JSON.parse(sent[0]?.message.body ?? '')).toEqual({
      version: '1.0',
      timestamp: '1970-01-01T00:03:00.000Z',
      requestContext: {
        requestId: 'r-1',
        functionArn: `${FUNCTION_ARN}:$LATEST`,
        condition: 'RetriesExhausted',
        approximateInvokeCount: 3,
      },
      requestPayload: { a: 1 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorType: 'E', errorMessage: 'no' },
    });
  });

  it('says so when it grew too old, and has no answer when it never ran', async () => {
    const { sent } = await run([], { onFailureArn: ON_FAILURE_ARN, maximumEventAgeSeconds: 60 });
    const record: unknown = JSON.parse(sent[0]?.message.body ?? '');
    expect(record).toMatchObject({
      requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 6 },
    });
    expect(record).not.toHaveProperty('responsePayload');
  });

  it('goes to the dead-letter queue as it was, with the error beside it', async () => {
    const { sent } = await run(['error', 'error', 'error'], { deadLetterArn: DEAD_LETTER_ARN });
    expect(sent).toEqual([
      {
        functionName: 'fn',
        queueArn: DEAD_LETTER_ARN,
        message: {
          body: '{"a":1}',
          attributes: {
            RequestID: { type: 'String', value: 'r-1' },
            ErrorCode: { type: 'Number', value: '200' },
            ErrorMessage: { type: 'String', value: 'no' },
          },
        },
      },
    ]);
  });

  it('is delivered when the queue takes it at the fifth try, and told of when it never does', async () => {
    const settings = { onFailureArn: ON_FAILURE_ARN, maximumRetryAttempts: 0 };
    const late = world({ answers: ['error'], settings, refuseSends: 4 });
    late.invocations.accept(event);
    await settled(late);
    expect([late.sent.length, late.undelivered]).toEqual([1, []]);
    const never = world({ answers: ['error'], settings, refuseSends: 5 });
    never.invocations.accept(event);
    await settled(never);
    expect([never.sent.length, never.undelivered]).toEqual([0, [ON_FAILURE_ARN]]);
  });
});

describe('an accepted event', () => {
  const restart = (before: ReturnType<typeof world>, answers: readonly Answer[], more: Partial<World> = {}) =>
    world({ answers, events: before.events, ...more });

  it('is there after the stack was killed while its function ran, and runs again', async () => {
    const killed = world({ answers: ['hang'] });
    killed.invocations.accept(event);
    const next = restart(killed, ['ok']);
    next.invocations.resume();
    await settled(next);
    expect(next.seen).toMatchObject({ requestIds: ['r-1'], discarded: [] });
  });

  it('stays when the stack stops during its run', async () => {
    const first = world({ answers: ['stop'] });
    first.invocations.accept(event);
    await first.invocations.stop();
    expect(first.events.all()).toMatchObject([{ event, progress: { errors: 0 } }]);
  });

  it('goes on with the retries that are left, and waits no longer than it was to, whatever the time is then', async () => {
    const first = world({ answers: ['error', 'stop'], startTime: 1_000_000 });
    first.invocations.accept(event);
    while (first.seen.requestIds.length < 2) await new Promise(setImmediate);
    const settings = { onFailureArn: ON_FAILURE_ARN };
    const next = restart(first, ['error', 'error'], { settings, startTime: 0 });
    next.invocations.resume();
    await settled(next);
    expect(next.seen.waits).toEqual([60_000, 120_000]);
    expect(JSON.parse(next.sent[0]?.message.body ?? '')).toMatchObject({
      requestContext: { approximateInvokeCount: 3 },
    });
  });

  it('keeps the trace that it came with in all of its tries', async () => {
    const first = world({ answers: ['error', 'stop'] });
    const trace = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
    first.invocations.accept({ ...event, trace });
    while (first.seen.traces.length < 2) await new Promise(setImmediate);
    const next = restart(first, ['ok']);
    next.invocations.resume();
    await settled(next);
    expect([...first.seen.traces, ...next.seen.traces]).toEqual([trace, trace, trace]);
  });

  it('that has failed for good is delivered after the restart, and its function not run again', async () => {
    const settings = { onFailureArn: ON_FAILURE_ARN, maximumRetryAttempts: 0 };
    const first = world({ answers: ['error'], settings });
    const send = () => new Promise<never>(() => undefined);
    const hanging = createAsyncInvocations({
      ...{
        send,
        events: first.events,
        clock: { now: () => 0, timeAt: () => 0, sleep: async () => undefined, speed: 1 },
      },
      invoke: async () => ({ requestId: 'r-1', payload: '{}', error: 'Unhandled', logTail: '' }),
      settingsOf: () => ({ ...defaultAsyncPolicy, functionArn: FUNCTION_ARN, ...settings }),
      ...{ onDiscarded: () => undefined, onUndelivered: () => undefined },
    });
    hanging.accept(event);
    while (first.events.all()[0]?.progress.condition === undefined) await new Promise(setImmediate);
    const next = restart(first, [], { settings });
    next.invocations.resume();
    await settled(next);
    expect([next.sent.length, next.seen.requestIds]).toEqual([1, []]);
  });

  it('is taken once although it is handed over twice', async () => {
    const made = world({ answers: ['ok', 'ok'] });
    for (const each of [event, event] satisfies AsyncEvent[]) made.invocations.accept(each);
    made.invocations.resume();
    await settled(made);
    expect(made.seen.requestIds).toEqual(['r-1']);
  });
});
