import { describe, expect, it } from '@jest/globals';
import { AsyncDisposableStack, OwnDisposableStack } from './disposable-stack.ts';

describe.each([
  ["Node's own", AsyncDisposableStack],
  ['the one for Node 22', OwnDisposableStack],
])('%s', (_, Stack) => {
  it('disposes in the reverse order, each after the one before, once', async () => {
    const disposed: string[] = [];
    const stack = new Stack();
    stack.use({ [Symbol.dispose]: () => void disposed.push('sync') });
    stack.use({
      [Symbol.asyncDispose]: async () => {
        await Promise.resolve();
        disposed.push('async');
      },
    });
    stack.use(undefined);
    stack.defer(() => void disposed.push('deferred'));
    await stack.disposeAsync();
    await stack[Symbol.asyncDispose]();
    expect(disposed).toEqual(['deferred', 'async', 'sync']);
  });

  it('disposes nothing of what was moved', async () => {
    const disposed: string[] = [];
    const stack = new Stack();
    stack.defer(() => void disposed.push('moved'));
    const moved = stack.move();
    await stack.disposeAsync();
    expect(disposed).toEqual([]);
    await moved.disposeAsync();
    expect(disposed).toEqual(['moved']);
  });

  it('disposes all when one of them fails, and throws its error', async () => {
    const disposed: string[] = [];
    const stack = new Stack();
    stack.defer(() => void disposed.push('first'));
    stack.defer(() => Promise.reject(new Error('second')));
    await expect(stack.disposeAsync()).rejects.toThrow('second');
    expect(disposed).toEqual(['first']);
  });
});

it('the one for Node 22 names all errors of several', async () => {
  const stack = new OwnDisposableStack();
  for (const text of ['first', 'second']) stack.defer(() => Promise.reject(new Error(text)));
  await expect(stack.disposeAsync()).rejects.toThrow('Error: second; Error: first');
});
