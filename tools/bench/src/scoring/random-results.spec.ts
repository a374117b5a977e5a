import { describe, expect, it } from '@jest/globals';
import { totalsOf } from './random-results.ts';

describe('totalsOf', () => {
  it('starts each player at 1000 and adds every result once', () => {
    const win = { PlayerName: 'a', WinDiff: 1, LoseDiff: 0, ScoreDiff: 20 };
    const loss = { PlayerName: 'b', WinDiff: 0, LoseDiff: 1, ScoreDiff: -20 };
    expect(totalsOf([win, loss, win])).toEqual(
      new Map([
        ['a', { score: 1040, win: 2, lose: 0 }],
        ['b', { score: 980, win: 0, lose: 1 }],
      ]),
    );
  });
});
