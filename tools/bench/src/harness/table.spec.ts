import { describe, expect, it } from '@jest/globals';
import { judge } from './bound.ts';
import { measurementTable, raceTable, rounded } from './table.ts';

const race = { title: 'first answer', unit: 'ms', samples: { empty: [10, 12, 11], ours: [20, 36, 22] } };

describe('raceTable', () => {
  it('shows median, spread, count and the ratio to the first contender', () => {
    expect(raceTable(race).split('\n')).toEqual([
      'first answer  median ms  10 to 90 %  n  ratio',
      'empty                11    10 to 11  3      1',
      'ours                 22    20 to 22  3      2',
    ]);
  });
});

describe('measurementTable', () => {
  it('shows each figure, its bound and whether it is kept', () => {
    const figures = { ratio: 3.1234, seconds: 7 };
    const bounds = [
      { figure: 'ratio', atMost: 3 },
      { figure: 'seconds', atLeast: 7 },
      { figure: 'size', atMost: 1 },
    ];
    const text = measurementTable({ races: [], figures, counts: {} }, judge(bounds, figures));
    expect(text.split('\n')).toEqual([
      'ratio            3.12   ✘ at most 3',
      'seconds             7  ✔ at least 7',
      'size     not measured   ✘ at most 1',
    ]);
  });
});

describe('judge', () => {
  it.each([
    [{ figure: 'f', atMost: 2 }, 2, true],
    [{ figure: 'f', atMost: 2 }, 2.1, false],
    [{ figure: 'f', atLeast: 2 }, 2, true],
    [{ figure: 'f', atLeast: 2 }, 1.9, false],
    [{ figure: 'f', atLeast: 2 }, Number.NaN, false],
    [{ figure: 'other', atMost: 2 }, 1, false],
  ])('%j with %d is kept: %s', (bound, value, kept) => {
    expect(judge([bound], { f: value })[0]?.kept).toBe(kept);
  });
});

describe('rounded', () => {
  it.each([
    [1234.5, '1235'],
    [123.45, '123'],
    [0.012345, '0.0123'],
    [0, '0'],
  ])('%d is %s', (value, text) => {
    expect(rounded(value)).toBe(text);
  });
});
