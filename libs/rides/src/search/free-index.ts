import type { Cell } from '../sphere/cell.ts';
import type { Unicorn } from '../unicorn.ts';

/** Free unicorns of one cell: all of them, or some of them when it is crowded. */
export type CellPage = { unicorns: readonly Unicorn[]; crowded: boolean };

/** Where free unicorns are looked up by cell. A cell of the deepest level is never crowded: its page holds all. */
export type FreeIndex = { inCell(cell: Cell, signal: AbortSignal): Promise<CellPage> };

/** At which level a search begins. It changes the number of look-ups only, and is set by each search for the next. */
export type LevelHint = { level: number };
