import { describe, expect, it } from '@jest/globals';
import { parseInput } from '@hanok/events';
import type { RatedPlayer } from '../tables/rated-player.ts';
import { rebuildBoard, rebuildInput } from './rebuild-board.ts';

const { signal } = new AbortController();

function build() {
  const begun: { name: string; from: number | undefined }[] = [];
  const added: RatedPlayer[] = [];
  const run = rebuildBoard({
    begin: async (board) => {
      begun.push(board);
      return {
        replaces: 0,
        add: async (players) => added.push(...players),
        finish: async () => added.length,
        abandon: async () => undefined,
      };
    },
    players: {
      serverTime: async () => 1_700_000_100_000,
      async *pages() {
        yield { rated: [{ player: 'a', score: 1, since: 0 }], unreadable: ['b'] };
      },
    },
    usualBoard: 'Rating',
  });
  return { begun, run };
}

describe('the rebuild task', () => {
  it('rebuilds the usual board, or the one named, from a minute before its begin', async () => {
    const { begun, run } = build();
    expect(await run({}, signal)).toEqual({ board: 'Rating', players: 1, unreadable: 1 });
    expect(await run({ board: '2026 봄' }, signal)).toMatchObject({ board: '2026 봄' });
    expect(begun).toEqual([
      { name: 'Rating', from: 1_700_000_040_000 },
      { name: '2026 봄', from: 1_700_000_040_000 },
    ]);
  });

  it.each([
    [{ board: '' }, 'board: '],
    [{ board: 'a{b' }, 'board: expected 1 to 512 characters without { and }'],
    [{ season: 'x' }, 'unrecognized keys'],
  ])('takes no %j', (input, reason) => {
    expect(parseInput(rebuildInput, input)).toEqual({ ok: false, reason: expect.stringContaining(reason) });
  });
});
