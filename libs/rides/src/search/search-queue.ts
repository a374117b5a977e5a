import type { Cell } from '../sphere/cell.ts';
import type { Unicorn } from '../unicorn.ts';

/** A cell that has not been looked into, or a free unicorn, and how near it is at least. */
export type Entry = { metres: number } & ({ cell: Cell } | { unicorn: Unicorn });

/** Takes the entry that goes first out of the queue. What is left is in no order. */
export function takeFirst(queue: Entry[]): Entry | undefined {
  const first = queue.reduce<Entry | undefined>(
    (best, each) => (best === undefined || compare(each, best) < 0 ? each : best),
    undefined,
  );
  const last = queue.pop();
  if (first !== undefined && last !== undefined && last !== first) queue[queue.indexOf(first)] = last;
  return first;
}

/** Metres to the nearest unicorn in the queue; infinite when there is none. */
export function metresToUnicorn(queue: readonly Entry[]): number {
  return queue.reduce(
    (least, each) => ('unicorn' in each ? Math.min(least, each.metres) : least),
    Number.POSITIVE_INFINITY,
  );
}

/** Nearest first; at equal distance cells, in which another one as near may be, then unicorns by id. */
function compare(a: Entry, b: Entry): number {
  if (a.metres !== b.metres) return a.metres - b.metres;
  if ('cell' in a || 'cell' in b) return Number('cell' in b) - Number('cell' in a);
  return a.unicorn.UnicornId < b.unicorn.UnicornId ? -1 : 1;
}
