import { describe, expect, it } from '@jest/globals';
import { FunctionsStoppedError, TooManyRequestsError } from './errors.ts';
import type { Invoker } from './function-config.ts';
import { createInvocationWatch, type RanInvocation, triggeredBy, watched } from './invocation-watch.ts';

const INVOKED = {
  ...{ requestId: 'r-1', functionName: 'fn', payload: '{}' },
  trigger: { kind: 'sqs', source: 'arn:aws:sqs:::q' } as const,
};

/** What a listener is told of an invocation that comes to this. */
async function told(run: () => Promise<RanInvocation>) {
  const watch = createInvocationWatch();
  const seen: object[] = [];
  watch.add({ started: (start) => void seen.push({ started: start.requestId }) });
  watch.add({ ended: (end) => void seen.push(end) });
  await watched(watch, INVOKED, run).catch(() => undefined);
  return seen;
}

const ran: RanInvocation = { requestId: 'r-1', payload: '"a"', logTail: '', durationMs: 7 };

describe('the watch of invocations', () => {
  it('tells of the begin and the end of each, with what triggered it and the figures of its report', async () => {
    const [started, ended] = await told(async () => ({ ...ran, initMs: 90 }));
    expect(started).toEqual({ started: 'r-1' });
    const times = { ms: expect.any(Number), time: expect.any(Number), durationMs: 7, initMs: 90 };
    expect(ended).toEqual({ ...INVOKED, ...times, outcome: 'succeeded', answer: '"a"' });
  });

  it.each([
    ['failed', async () => ({ ...ran, error: 'Unhandled' as const })],
    ['throttled', () => Promise.reject(new TooManyRequestsError('fn'))],
    ['stopped', () => Promise.reject(new FunctionsStoppedError('stopped'))],
  ])('says of each how it ended: %s', async (outcome, run: () => Promise<RanInvocation>) => {
    expect((await told(run))[1]).toMatchObject({ outcome });
  });

  it('names the trigger of an invoker', async () => {
    const seen: unknown[] = [];
    const invoker: Invoker = {
      invoke: async (_name, _payload, by) => {
        seen.push(by);
        return ran;
      },
    };
    await triggeredBy(invoker, { kind: 'stream' }).invoke('fn', '{}');
    await triggeredBy(invoker, { kind: 'sqs' }).invoke('fn', '{}', { requestId: 'r-2' });
    expect(seen).toEqual([{ trigger: { kind: 'stream' } }, { trigger: { kind: 'sqs' }, requestId: 'r-2' }]);
  });
});
