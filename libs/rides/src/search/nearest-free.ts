import type { Position } from '../position.ts';
import { type Cell, FACES, levelOf, quartersOf, widthOf } from '../sphere/cell.ts';
import { measureCells } from '../sphere/cell-distance.ts';
import type { CellPage, FreeIndex, LevelHint } from './free-index.ts';
import { greatCircle } from '../sphere/great-circle.ts';
import { probeOwnCell } from './probe-own-cell.ts';
import { type Entry, metresToUnicorn, takeFirst } from './search-queue.ts';
import type { Unicorn } from '../unicorn.ts';

/** A free unicorn and how far it is: metres, to the millimetre. */
export type Candidate = { unicorn: Unicorn; metres: number };

export type NearestFree = {
  /** Makes the first look-ups, which `next` makes where they are not made or failed. */
  begin(): Promise<void>;
  /** The nearest one that was not answered before, at equal distance the lowest `UnicornId`; undefined: no more. */
  next(): Promise<Candidate | undefined>;
  /** Takes a unicorn into the search that the index may not show, or not there. */
  offer(unicorn: Unicorn): void;
};

type Options = { index: FreeIndex; from: Position; hint: LevelHint; signal: AbortSignal };

/**
 * The free unicorns in the order of their distance from a place, with as few look-ups as it takes to be sure: one is
 * answered when every cell that has not been looked into is farther away. https://en.wikipedia.org/wiki/Best-first_search
 */
export function searchNearestFree({ index, from, hint, signal }: Options): NearestFree {
  const metresTo = measureCells(from);
  const queue: Entry[] = FACES.map((cell) => ({ cell, metres: metresTo(cell) }));
  const answered = new Set<string>();
  const pages = new Map<Cell, CellPage>();
  let level: number | undefined;

  const offer = (unicorn: Unicorn) => void queue.push({ unicorn, metres: metresBetween(from, unicorn) });
  const lookUp = async (cell: Cell): Promise<CellPage> => {
    const known = pages.get(cell);
    if (known) return known;
    const page = await index.inCell(cell, signal);
    pages.set(cell, page);
    page.unicorns.forEach(offer);
    return page;
  };
  /** Around a place whose own cell was looked up at a level, larger cells are as crowded: they are not worth a look. */
  const isSurelyCrowded = (cell: Cell) =>
    !pages.has(cell) &&
    levelOf(cell) < (level ?? 0) &&
    (metresTo(cell) === 0 || widthOf(cell) > metresToUnicorn(queue));
  const open = async (cell: Cell) => {
    if (!isSurelyCrowded(cell) && !(await lookUp(cell)).crowded) return;
    for (const quarter of quartersOf(cell)) queue.push({ cell: quarter, metres: metresTo(quarter) });
  };
  const begin = async () => {
    level ??= hint.level = await probeOwnCell(from, hint.level, lookUp);
  };
  return {
    begin,
    offer,
    next: async () => {
      await begin();
      for (let entry = takeFirst(queue); entry; entry = takeFirst(queue)) {
        if ('cell' in entry) await open(entry.cell);
        else if (isNew(entry.unicorn, answered)) return entry;
      }
      return undefined;
    },
  };
}

function metresBetween(from: Position, to: Position): number {
  return Math.round(greatCircle(from, to) * 1000) / 1000;
}

/** Answered once at each place: one that has moved since is a candidate again. */
function isNew({ UnicornId, Latitude, Longitude }: Unicorn, answered: Set<string>): boolean {
  const key = JSON.stringify([UnicornId, Latitude, Longitude]);
  const isNew = !answered.has(key);
  answered.add(key);
  return isNew;
}
