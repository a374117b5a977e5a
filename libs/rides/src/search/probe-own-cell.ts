import type { Position } from '../position.ts';
import { type Cell, cellAt, DEEPEST_LEVEL } from '../sphere/cell.ts';
import type { CellPage } from './free-index.ts';

/**
 * Looks up the cells around the place, larger ones where they are empty and smaller ones where they are crowded, in
 * steps that double, until one is neither or an empty one lies directly in a crowded one. Answers its level.
 */
export async function probeOwnCell(
  from: Position,
  first: number,
  lookUp: (cell: Cell) => Promise<CellPage>,
): Promise<number> {
  const own = cellAt(from);
  let crowded = -1;
  let empty = DEEPEST_LEVEL + 1;
  let level = first;
  for (let step = 1; crowded + 1 < empty; step *= 2) {
    const page = await lookUp(own.slice(0, level + 1));
    if (page.crowded) crowded = level;
    else if (page.unicorns.length === 0) empty = level;
    else return level;
    level = nextLevel({ crowded, empty, step });
  }
  return empty;
}

/** Between the largest empty and the smallest crowded cell; while one of them is unknown, away from the other. */
function nextLevel({ crowded, empty, step }: { crowded: number; empty: number; step: number }): number {
  if (crowded < 0) return Math.max(0, empty - step);
  if (empty > DEEPEST_LEVEL) return Math.min(DEEPEST_LEVEL, crowded + step);
  return Math.floor((crowded + empty) / 2);
}
