import type { Difference } from '@hanok/ranking';
import { printable } from '../terminal.ts';

/** https://www.unicode.org/reports/tr11/ */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Who differs, a line each: player, score in the table, score on the board; `-` where there is none. */
export function differenceTable(differences: readonly Difference[]): string {
  const rows = differences.map(({ player, kind, table, board }) => [
    printable(player),
    kind === 'unreadable' ? 'unreadable' : (table?.toString() ?? '-'),
    kind === 'order' ? `${board} since another time` : (board?.toString() ?? '-'),
  ]);
  const all = [['player', 'table', 'board'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => columns(row[column] ?? ''))));
  return all.map((row) => line(row, widths)).join('\n');
}

function line(
  [player = '', ...scores]: readonly string[],
  [first = 0, ...others]: readonly number[],
): string {
  const name = player + ' '.repeat(first - columns(player));
  return [name, ...scores.map((score, index) => score.padStart(others[index] ?? 0))].join('  ');
}

/** Columns of a terminal: Hangul, Chinese, kana and emoji take two. */
function columns(text: string): number {
  return [...text].reduce((sum, character) => sum + width(character), 0);
}

function width(character: string): number {
  // Vowels and finals of decomposed Hangul stand in the square of what they follow, as accents do.
  if (/[\p{M}\u1160-\u11ff]/u.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
