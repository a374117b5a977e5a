import { setImmediate as loopTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { returnMemory } from './cli/run-stack.ts';
import { raceWith } from './race-with.ts';

const never = () => new Promise<never>(() => undefined);

describe('work that races with one event', () => {
  it('gives what comes first', async () => {
    const { promise: event, resolve: end } = Promise.withResolvers<string>();
    const unlessEnded = raceWith(event);
    expect(await unlessEnded(Promise.resolve('done'))).toBe('done');
    await expect(unlessEnded(Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    const running = [unlessEnded(never()), unlessEnded(never())];
    end('ended');
    expect(await Promise.all(running)).toEqual(['ended', 'ended']);
    expect(await unlessEnded(never())).toBe('ended');
  });

  it('fails as the event does', async () => {
    const { promise: event, reject: fail } = Promise.withResolvers<never>();
    const unlessLost = raceWith(event);
    const running = unlessLost(never());
    fail(new Error('lost'));
    await expect(running).rejects.toThrow('lost');
    await expect(unlessLost(never())).rejects.toThrow('lost');
  });

  it('leaves nothing of what is done in memory while the event is pending', async () => {
    const unlessEnded = raceWith(never());
    const results: WeakRef<object>[] = [];
    for (let count = 0; count < 100; count += 1)
      results.push(new WeakRef(await unlessEnded(Promise.resolve({ count }))));
    await loopTurn();
    returnMemory();
    expect(results.filter((each) => each.deref() !== undefined)).toEqual([]);
    expect(await unlessEnded(Promise.resolve('still racing'))).toBe('still racing');
  });
});
