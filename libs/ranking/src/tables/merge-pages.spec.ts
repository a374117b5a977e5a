import { describe, expect, it } from '@jest/globals';
import { mergePages } from './merge-pages.ts';

async function* counting(count: number, onNext: () => void = () => undefined) {
  for (let i = 0; i < count; i += 1) {
    onNext();
    yield i;
  }
}

describe('mergePages', () => {
  it('yields everything of every source', async () => {
    expect((await Array.fromAsync(mergePages([counting(3), counting(0), counting(2)]))).toSorted()).toEqual([
      0, 0, 1, 1, 2,
    ]);
    expect(await Array.fromAsync(mergePages([]))).toEqual([]);
  });

  it('is one page ahead of its reader at most', async () => {
    let asked = 0;
    const pages = mergePages([counting(9, () => (asked += 1))]);
    for (const expected of [2, 3, 4]) {
      await pages.next();
      expect(asked).toBe(expected);
    }
  });

  it('fails with the first source that fails', async () => {
    async function* failing(): AsyncGenerator<number> {
      yield 1;
      throw new Error('no table');
    }
    await expect(Array.fromAsync(mergePages([counting(1), failing()]))).rejects.toThrow('no table');
  });
});
