import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { outline } from './outline.fixture.ts';
import { named, startShown } from './shown-stack.fixture.ts';

/** The first result meets an error for as long as its function tries; no stream is read before the stack starts anew. */
const FAULTS = [
  {
    ...{ service: 'dynamodb', operation: 'TransactWriteItems', caller: 'game-sqs-process' },
    ...{ kind: 'error5xx' as const, rate: 1, times: 4 },
  },
  {
    ...{ service: 'dynamodb', operation: 'GetRecords', caller: 'game-rank-update' },
    ...{ kind: 'error5xx' as const, rate: 1 },
  },
];
const BAD = { PlayerName: '홍길동', WinDiff: 0.5 };
const result = (PlayerName: string) => ({ PlayerName, WinDiff: 1, LoseDiff: 0, ScoreDiff: 100 });

let stack: Awaited<ReturnType<typeof startShown>>;
beforeAll(async () => {
  stack = await startShown(FAULTS);
});
afterAll(() => stack.stop());

describe('a trace shows', () => {
  it('a fault that was injected, the try that failed by it, and the one that succeeded', async () => {
    const id = await stack.send(result('Ann'));
    const trace = await stack.seen(id, ({ status }) => expect(status).toBe('retried'));
    expect(trace.flags).toEqual(expect.arrayContaining(['cold', 'fault', 'retry']));
    const tries = named(trace, 'game-sqs-process');
    expect(tries.map(({ attempt, failedItems }) => [attempt, failedItems])).toEqual([
      [1, [id]],
      [2, undefined],
    ]);
    const writes = named(trace, 'dynamodb TransactWriteItems');
    expect(writes.map(({ status, fault, parent }) => [status, fault, parent])).toEqual([
      ...Array.from({ length: 4 }, () => ['failed', 'error5xx', tries[0]?.id]),
      ['ok', undefined, tries[1]?.id],
    ]);
  });

  it('a cold start, and no other when the environment is there', async () => {
    const [first, second] = [await stack.look({ key: 'first' }), await stack.look({ key: 'second' })];
    const [cold, warm] = [await stack.traceOf(first), await stack.traceOf(second)];
    expect([cold.flags.includes('cold'), warm.flags.includes('cold')]).toEqual([true, false]);
    expect(named(cold, 'game-rank-reader')[0]?.coldMs).toBeGreaterThan(0);
    expect(named(warm, 'game-rank-reader')[0]?.coldMs).toBeUndefined();
  });

  it('a denied call, with the permission that is missing and the text of the error', async () => {
    const trace = await stack.traceOf(await stack.look({ key: 'secret.txt' }));
    expect(trace.flags).toContain('denied');
    const [call] = trace.tree.filter(({ status }) => status === 'denied');
    expect(call).toMatchObject({
      ...{ name: 's3 GetObject', resource: '/no-bucket/secret.txt', httpStatus: 403 },
      denied: { action: 's3:GetObject', resource: 'arn:aws:s3:::no-bucket/secret.txt' },
      output: expect.stringContaining('AccessDenied'),
    });
  });

  it('the calls of each of three invocations of one function that run at one time', async () => {
    const keys = ['left-1', 'left-10', 'left-100'];
    const ids = await Promise.all(keys.map((key) => stack.look({ key, ms: 300 })));
    const traces = await Promise.all(ids.map(stack.traceOf));
    const runs = traces.flatMap((trace) => named(trace, 'game-rank-reader'));
    const [lastBegin, firstEnd] = [
      Math.max(...runs.map(({ started }) => started)),
      Math.min(...runs.map(({ ended = 0 }) => ended)),
    ];
    expect(lastBegin).toBeLessThan(firstEnd);
    expect(traces.map((trace) => named(trace, 's3 GetObject').map(({ resource }) => resource))).toEqual(
      keys.map((key) => [`/no-bucket/${key}`, `/no-bucket/${key}`]),
    );
    expect(new Set(traces.flatMap(({ tree }) => tree.map(({ id }) => id))).size).toBe(12);
  });

  it('the branches of a workflow, each below the call that began it', async () => {
    const arn = await stack.execute();
    const trace = await stack.seen(arn, ({ functions, tree, status }) =>
      expect([functions.length, tree.length, status]).toEqual([1, 7, 'ok']),
    );
    const [left, right] = named(trace, 'game-rank-reader');
    expect(left?.ended).toBeGreaterThan(right?.started ?? Infinity);
    expect(left?.causes).toEqual(right?.causes);
  });
});

describe('after a restart of the stack, a trace goes on', () => {
  let ids: Record<'message' | 'execution' | 'written' | 'dead' | 'alsoDead', string>;
  beforeAll(async () => {
    ids = {
      dead: await stack.send(BAD),
      alsoDead: await stack.send(BAD),
      execution: '',
      written: await stack.send(result('Written')),
      message: '',
    };
    for (const id of [ids.dead, ids.alsoDead])
      await stack.seen(id, ({ status }) => expect(status).toBe('dead'));
    await stack.seen(ids.written, ({ status }) => expect(status).toBe('ok'));
    ids.message = await stack.send(result('Late'), { DelaySeconds: 900 });
    ids.execution = await stack.execute();
    await stack.seen(ids.execution, ({ tree, status }) => expect([tree.length, status]).toEqual([7, 'ok']));
    await stack.restart();
  });

  it('with a message that was delayed', async () => {
    const trace = await stack.seen(ids.message, ({ functions }) =>
      expect(functions).toContain('game-rank-update'),
    );
    expect(outline(trace)).toBe(
      'sqs SendMessage\n  game-sqs-process\n    dynamodb TransactWriteItems\n      game-rank-update',
    );
  });

  it('with the record of a write that was not read before', async () => {
    const trace = await stack.seen(ids.written, ({ functions }) =>
      expect(functions).toContain('game-rank-update'),
    );
    const [rank] = named(trace, 'game-rank-update');
    expect(rank?.causes).toEqual(named(trace, 'dynamodb TransactWriteItems').map(({ id }) => id));
  });

  it('with the later steps of a workflow', async () => {
    const trace = await stack.seen(
      ids.execution,
      ({ tree }) => expect(tree.map(({ resource }) => resource)).toContain('/no-bucket/last'),
      20,
    );
    const steps = named(trace, 'game-rank-reader');
    expect(steps.map(({ causes }) => causes)).toEqual([1, 2, 3].map(() => [trace.tree[0]?.id]));
  });

  it('with what was moved back from a dead-letter queue, each message in the trace of its own', async () => {
    const before = await stack.traceOf(ids.dead);
    expect(named(before, 'dead letter in game-result-dead-letter-queue')).toHaveLength(1);
    await stack.moveBack();
    for (const id of [ids.dead, ids.alsoDead]) {
      const trace = await stack.seen(id, (seen) =>
        expect(named(seen, 'dead letter in game-result-dead-letter-queue')).toHaveLength(2),
      );
      expect(named(trace, 'game-sqs-process').map(({ attempt }) => attempt)).toEqual([
        ...[1, 2, 3, 4, 5],
        ...[1, 2, 3, 4, 5],
      ]);
      expect(trace).toMatchObject({
        status: 'dead',
        flags: expect.arrayContaining(['redrive', 'deadLetter']),
      });
    }
  });
});
