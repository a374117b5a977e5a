import { describe, expect, it } from '@jest/globals';
import { createAsyncInvocations, type AsyncEvent } from './async-invocations.ts';
import { TooManyRequestsError } from './errors.ts';
import type { Invocation } from './function-config.ts';

type Answer = 'ok' | 'error' | 'throttle';

/** Runs one event against the given answers on a clock that does not wait; resolves when nothing is left to do. */
async function run(answers: readonly Answer[]) {
  const waits: number[] = [];
  const requestIds: string[] = [];
  const discarded: string[] = [];
  const ended = Promise.withResolvers<void>();
  const left = [...answers];

  async function invoke(_name: string, _payload: string, requestId: string): Promise<Invocation> {
    requestIds.push(requestId);
    const answer = left.shift() ?? 'throttle';
    if (answer === 'throttle') throw new TooManyRequestsError('fn');
    if (answer === 'error')
      return { requestId, payload: '{"errorType":"E"}', error: 'Unhandled', logTail: '' };
    ended.resolve();
    return { requestId, payload: 'null', logTail: '' };
  }

  let time = 0;
  const sleep = async (ms: number) => void (waits.push(ms), (time += ms));
  const onDiscarded = (_event: AsyncEvent, reason: string) => ended.resolve(void discarded.push(reason));
  const clock = { now: () => time, sleep, speed: 1 };
  const events = createAsyncInvocations({ invoke, clock, onDiscarded });
  events.accept({ functionName: 'fn', payload: '{}', requestId: 'r-1' });
  await ended.promise;
  return { waits, requestIds, discarded, time };
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
    expect(outcome).toMatchObject({ waits: [60_000, 120_000], discarded: ['{"errorType":"E"}'] });
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
});
