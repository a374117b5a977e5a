import { describe, expect, it } from '@jest/globals';
import { template } from '../template/template.ts';
import { makeResources } from './make-resources.ts';

/** `B` and `D` refer to others; `A` and `C` to none. */
const { Resources } = template.parse({
  Resources: {
    A: { Type: 'T' },
    B: { Type: 'T', Properties: { of: { Ref: 'A' } } },
    C: { Type: 'T' },
    D: { Type: 'T', DependsOn: ['B', 'C'] },
  },
});

/** Resources that are being made until the test ends each. */
function making() {
  const begun = new Map<string, PromiseWithResolvers<string>>();
  const made = makeResources('Game', Resources, (id) => {
    const { promise, ...ends } = Promise.withResolvers<string>();
    begun.set(id, { promise, ...ends });
    return promise;
  });
  const outcome = made.then(
    (all) => [...all],
    (error: unknown) => error,
  );
  const step = async (run: () => void) => {
    run();
    await new Promise(setImmediate);
    return [...begun.keys()];
  };
  return {
    outcome,
    begin: () => step(() => undefined),
    end: (id: string) => step(() => begun.get(id)?.resolve(id.toLowerCase())),
    fail: (id: string) => step(() => begun.get(id)?.reject(new Error(`no ${id}`))),
  };
}

describe('makeResources', () => {
  it('begins in order, each when what it needs is made, and does not wait for the others', async () => {
    const { outcome, begin, end } = making();
    expect(await begin()).toEqual(['A', 'C']);
    expect(await end('A')).toEqual(['A', 'C', 'B']);
    expect(await end('B')).toEqual(['A', 'C', 'B']);
    expect(await end('C')).toEqual(['A', 'C', 'B', 'D']);
    await end('D');
    expect(await outcome).toEqual([
      ['A', 'a'],
      ['C', 'c'],
      ['B', 'b'],
      ['D', 'd'],
    ]);
  });

  it('makes nothing that needs what could not be made, and tells the first error in order when all has ended', async () => {
    const { outcome, begin, end, fail } = making();
    await begin();
    await end('A');
    await fail('B');
    expect(await Promise.race([outcome, 'still making'])).toBe('still making');
    expect(await fail('C')).toEqual(['A', 'C', 'B']);
    expect(await outcome).toEqual(new Error('no C'));
  });

  it('makes what does not need what could not be made', async () => {
    const { outcome, begin, end, fail } = making();
    await begin();
    expect(await fail('A')).toEqual(['A', 'C']);
    await end('C');
    expect(await outcome).toEqual(new Error('no A'));
  });
});
