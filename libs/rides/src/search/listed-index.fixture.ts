import { cellAt, DEEPEST_LEVEL, levelOf } from '../sphere/cell.ts';
import type { FreeIndex } from './free-index.ts';
import type { Unicorn } from '../unicorn.ts';

/** The free index of a list, as the table answers it: sorted by cell, `limit` at a time. Counts its look-ups. */
export function listedIndex(fleet: readonly Unicorn[], limit: number): FreeIndex & { lookUps(): number } {
  const sorted = fleet
    .map((unicorn) => ({ cell: cellAt(unicorn), unicorn }))
    .toSorted((a, b) => (a.cell < b.cell ? -1 : 1));
  let lookUps = 0;
  return {
    lookUps: () => lookUps,
    inCell: async (cell) => {
      lookUps += 1;
      const from = firstAtOrAfter(cell, sorted);
      const to = firstAtOrAfter(`${cell}~`, sorted);
      const crowded = levelOf(cell) < DEEPEST_LEVEL && to - from > limit;
      const unicorns = sorted.slice(from, crowded ? from + limit : to).map(({ unicorn }) => unicorn);
      return { unicorns, crowded };
    },
  };
}

function firstAtOrAfter(cell: string, sorted: readonly { cell: string }[]): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.cell ?? '') < cell) low = middle + 1;
    else high = middle;
  }
  return low;
}
