import { describe, expect, it } from '@jest/globals';
import { differenceTable } from './difference-table.ts';

describe('differenceTable', () => {
  it('has a line for each player, with both scores where there are two', () => {
    const table = differenceTable([
      { player: 'SomeName', kind: 'different', table: 1_100, board: -5.5 },
      { player: 'gone', kind: 'missing', table: 1_000 },
      { player: 'ghost', kind: 'extra', board: 7 },
      { player: 'huge', kind: 'unreadable', board: 3 },
      { player: 'tied', kind: 'order', table: 5, board: 5 },
    ]);
    expect(table.split('\n')).toEqual([
      'player         table                 board',
      'SomeName        1100                  -5.5',
      'gone            1000                     -',
      'ghost              -                     7',
      'huge      unreadable                     3',
      'tied               5  5 since another time',
    ]);
  });

  it('keeps its columns beside names that take two columns a letter', () => {
    const table = differenceTable([
      { player: '가나다', kind: 'missing', table: 1 },
      { player: '가나다'.normalize('NFD'), kind: 'missing', table: 2 },
      { player: '🦄', kind: 'missing', table: 3 },
      { player: 'é', kind: 'missing', table: 4 },
    ]);
    expect(table.split('\n').slice(1)).toEqual([
      '가나다      1      -',
      `${'가나다'.normalize('NFD')}      2      -`,
      '🦄          3      -',
      'é           4      -',
    ]);
  });

  it('shows nothing that a terminal would obey', () => {
    const table = differenceTable([{ player: 'a\u001b[2Jb\nc\u202e', kind: 'extra', board: 1 }]);
    expect(table.split('\n')).toHaveLength(2);
    expect(table).not.toMatch(/(?!\n)\p{C}/u);
  });
});
