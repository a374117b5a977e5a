import { attributeMap, parseInput, type Position } from '@hanok/events';
import * as z from 'zod/mini';
import { cellAt } from './cell.ts';
import { ItemShapeError } from './errors.ts';
import { checkPosition, checkUnicorn, type Unicorn, unicorn } from './unicorn.ts';

/** Partition key of `BusyByLease`: all that are taken stand in one partition, sorted by the end of their lease. */
export const BUSY = 'busy';

/** Which ride has taken a unicorn, and until when: milliseconds since the epoch. */
export type Hold = { rideId: string; leaseEnds: number };

/** A unicorn's item. Free, it has `FreeFace` and `FreeCell`; taken, it has `RideId`, `Busy` and `LeaseEnds`. */
const takenItem = z.object({ RideId: z.string(), LeaseEnds: z.int() });

export function readUnicorn(item: unknown): Unicorn {
  const parsed = parseInput(z.pipe(attributeMap, unicorn), item);
  if (!parsed.ok) throw new ItemShapeError(`Fleet, ${keyOf(item)}: ${parsed.reason}`);
  return parsed.value;
}

export function readHold(item: unknown): Hold {
  const parsed = parseInput(z.pipe(attributeMap, takenItem), item);
  if (!parsed.ok) throw new ItemShapeError(`Fleet, ${keyOf(item)}: ${parsed.reason}`);
  return { rideId: parsed.value.RideId, leaseEnds: parsed.value.LeaseEnds };
}

export function freeItem(given: Unicorn) {
  const each = checkUnicorn(given);
  return {
    UnicornId: { S: each.UnicornId },
    Name: { S: each.Name },
    Color: { S: each.Color },
    Gender: { S: each.Gender },
    SpeedMps: { N: String(each.SpeedMps) },
    Latitude: { N: String(each.Latitude) },
    Longitude: { N: String(each.Longitude) },
    FreeFace: { S: faceOf(each) },
    FreeCell: { S: cellAt(each) },
  };
}

/** The condition lets a unicorn be taken that is free and where it was read: one that moved has to be looked at again. */
export function takeUnicorn(TableName: string, read: Unicorn, hold: Hold) {
  return {
    TableName,
    Key: { UnicornId: { S: read.UnicornId } },
    UpdateExpression: 'SET RideId = :ride, LeaseEnds = :ends, Busy = :busy REMOVE FreeFace, FreeCell',
    ConditionExpression: 'FreeCell = :cell',
    ExpressionAttributeValues: {
      ':ride': { S: hold.rideId },
      ':ends': { N: String(hold.leaseEnds) },
      ':busy': { S: BUSY },
      ':cell': { S: cellAt(read) },
    },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
}

/** The condition lets only the ride that holds the unicorn free it, wherever it has gone since. */
export function freeUnicornAt(TableName: string, UnicornId: string, rideId: string, at: Position) {
  return {
    TableName,
    Key: { UnicornId: { S: UnicornId } },
    UpdateExpression: `SET ${FREE_PLACE}, ${PLACE} REMOVE RideId, LeaseEnds, Busy`,
    ConditionExpression: 'RideId = :ride',
    ExpressionAttributeValues: { ...freePlaceValues(at), ...placeValues(at), ':ride': { S: rideId } },
  };
}

/** The condition lets a unicorn be freed that is still held as it was read, and has not moved: the cell must be its own. */
export function freeWhereRead(TableName: string, read: Unicorn, hold: Hold) {
  return {
    TableName,
    Key: { UnicornId: { S: read.UnicornId } },
    UpdateExpression: `SET ${FREE_PLACE} REMOVE RideId, LeaseEnds, Busy`,
    ConditionExpression: 'RideId = :ride AND LeaseEnds = :ends AND Latitude = :lat AND Longitude = :lon',
    ExpressionAttributeValues: {
      ...freePlaceValues(read),
      ...placeValues(read),
      ':ride': { S: hold.rideId },
      ':ends': { N: String(hold.leaseEnds) },
    },
  };
}

/** The condition lets a free unicorn move with its cell. */
export function moveFree(TableName: string, UnicornId: string, given: Position) {
  const to = checkPosition(given);
  return {
    TableName,
    Key: { UnicornId: { S: UnicornId } },
    UpdateExpression: `SET ${FREE_PLACE}, ${PLACE}`,
    ConditionExpression: 'attribute_exists(FreeCell)',
    ExpressionAttributeValues: { ...freePlaceValues(to), ...placeValues(to) },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
}

/** The condition lets a taken unicorn move, which has no cell. */
export function moveTaken(TableName: string, UnicornId: string, given: Position) {
  const to = checkPosition(given);
  return {
    TableName,
    Key: { UnicornId: { S: UnicornId } },
    UpdateExpression: `SET ${PLACE}`,
    ConditionExpression: 'attribute_exists(RideId)',
    ExpressionAttributeValues: placeValues(to),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
}

const PLACE = 'Latitude = :lat, Longitude = :lon';
const FREE_PLACE = 'FreeFace = :face, FreeCell = :cell';

function placeValues({ Latitude, Longitude }: Position) {
  return { ':lat': { N: String(Latitude) }, ':lon': { N: String(Longitude) } };
}

function freePlaceValues(at: Position) {
  return { ':face': { S: faceOf(at) }, ':cell': { S: cellAt(at) } };
}

function faceOf(at: Position): string {
  return cellAt(at).slice(0, 1);
}

function keyOf(item: unknown): string {
  const parsed = parseInput(z.object({ UnicornId: z.object({ S: z.string() }) }), item);
  return parsed.ok ? parsed.value.UnicornId.S : 'an item';
}
