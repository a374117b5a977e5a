import { describe, expect, it } from '@jest/globals';
import { gameResult } from '@hanok/scoring';
import { gameResults } from './game-results.ts';

const players = { black: { playerId: 'Ann', score: 1400 }, white: { playerId: 'Bob', score: 1000 } };

describe('gameResults', () => {
  it('says who won, by Elo, in the fields and the order of the queue', () => {
    const { black, white } = gameResults('session', players, 'white');
    expect(JSON.stringify(black)).toBe(
      '{"PlayerName":"Ann","WinDiff":0,"LoseDiff":1,"ScoreDiff":-29,"ResultId":"session/Ann"}',
    );
    expect(JSON.stringify(white)).toBe(
      '{"PlayerName":"Bob","WinDiff":1,"LoseDiff":0,"ScoreDiff":29,"ResultId":"session/Bob"}',
    );
  });

  it.each(['black', 'white', undefined] as const)('is zero-sum when %s wins', (winner) => {
    const { black, white } = gameResults('session', players, winner);
    expect(black.ScoreDiff + white.ScoreDiff).toBe(0);
  });

  it('counts a draw as no win and no loss', () => {
    expect(gameResults('session', players, undefined).black).toMatchObject({
      WinDiff: 0,
      LoseDiff: 0,
      ScoreDiff: -13,
    });
  });

  it('gives a name of 1,024 bytes an id of its own that the queue takes', () => {
    const names = ['가'.repeat(341), `${'가'.repeat(340)}나`];
    const [one = '', other = ''] = names;
    const { black, white } = gameResults(
      'session',
      { black: { playerId: one, score: 1 }, white: { playerId: other, score: 1 } },
      'black',
    );
    for (const result of [black, white]) expect(gameResult.parse(result)).toEqual(result);
    expect(black.ResultId).not.toBe(white.ResultId);
  });
});
