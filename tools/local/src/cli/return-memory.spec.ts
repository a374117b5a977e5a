import { expect, it } from '@jest/globals';
import { returnMemory } from './run-stack.ts';

/** Of an object that nothing else holds. */
const weakly = (): WeakRef<object> => new WeakRef({ pages: Array(1_000).fill('a') });

it('collects what nothing holds any more', async () => {
  const ref = weakly();
  // What a WeakRef was made of or asked for stays until the task ends.
  await new Promise(setImmediate);
  returnMemory();
  expect(ref.deref()).toBeUndefined();
});
