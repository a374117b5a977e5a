import { type Item, itemOf, readItem } from '@hanok/tables';
import * as z from 'zod/mini';
import type { Position } from '../position.ts';
import { cellAt } from '../sphere/cell.ts';
import { checkUnicorn, type Unicorn, unicorn } from '../unicorn.ts';
import { FLEET_TABLE } from './definitions.ts';

/** Partition key of `BusyByLease`: all that are taken stand in one partition, sorted by the end of their lease. */
export const BUSY = 'busy';

/** What a free unicorn has beside its own fields: the face of its cell, by which cells are partitioned, and the cell. */
const freeUnicorn = z.extend(unicorn, { FreeFace: z.string(), FreeCell: z.string() });

/** What a taken one has: `LeaseEnds` in milliseconds since the epoch. `Busy` is `busy`. */
const hold = z.object({ RideId: z.string(), LeaseEnds: z.int() });
export type Hold = z.infer<typeof hold>;

export const readUnicorn = (item: Item): Unicorn => readItem(FLEET_TABLE, unicorn, item);
export const readHold = (item: Item): Hold => readItem(FLEET_TABLE, hold, item);

/** A free unicorn as it is stored. Throws `RangeError` naming a bad field. */
export function freeItem(given: Unicorn): Item {
  const each = checkUnicorn(given);
  return itemOf(freeUnicorn, { ...each, FreeFace: faceOf(each), FreeCell: cellAt(each) });
}

/** Sets the place of a unicorn, and, for a free one, where it is found. */
export const PLACE = 'Latitude = :lat, Longitude = :lon';
export const FREE_PLACE = `${PLACE}, FreeFace = :face, FreeCell = :cell`;

export function placeValues({ Latitude, Longitude }: Position) {
  return { ':lat': Latitude, ':lon': Longitude };
}

export function freePlaceValues(at: Position) {
  return { ...placeValues(at), ':face': faceOf(at), ':cell': cellAt(at) };
}

function faceOf(at: Position): string {
  return cellAt(at).slice(0, 1);
}
