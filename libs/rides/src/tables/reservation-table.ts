import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { attributesOf, createReceipts, itemOf, keyOf, type Receipt, transact } from '@hanok/tables';
import { rideAnswer, type RideAnswer } from '../ride-answer.ts';
import { type Ride, ride } from '../ride.ts';
import { cellAt } from '../sphere/cell.ts';
import type { Unicorn } from '../unicorn.ts';
import { FLEET_TABLE, RIDE_RECEIPT_TABLE } from './definitions.ts';
import { BUSY, readUnicorn } from './unicorn-item.ts';

/** How long a receipt answers for its request. */
const RECEIPT_HOURS = 24;

/** The id by which a request is known when it comes again, and the fingerprint of what it asks for. */
export type RequestId = { receiptId: string; fingerprint: string };

/** A request that was answered with a ride. */
export type SettledRequest = Omit<Receipt<unknown, RideAnswer>, 'key'>;

type Reservation = { ride: Ride; unicorn: Unicorn; request: RequestId; answer: RideAnswer };

/**
 * `repeated`: the request's receipt is there. `taken`: another ride has the unicorn. `moved`: it is free, but
 * elsewhere. `contended`: another writer is at one of the items, and the same again may succeed.
 */
type Reserved =
  | { kind: 'reserved' }
  | { kind: 'repeated'; settled: SettledRequest }
  | { kind: 'taken' }
  | { kind: 'moved'; unicorn: Unicorn }
  | { kind: 'contended' };

/** The write that gives a rider a unicorn: the unicorn, the ride and the receipt, all of them or none. */
export type ReservationTable = {
  /** The earlier request of this id, read after the last write. */
  findSettled(request: RequestId, now: Date, signal: AbortSignal): Promise<SettledRequest | undefined>;
  /** Takes the unicorn where it was read, and writes the ride and the receipt of the request. */
  reserve(reservation: Reservation, now: Date, signal: AbortSignal): Promise<Reserved>;
};

/** Reserves a unicorn together with its ride, and answers a request that comes again with its first ride. */
export function createReservationTable(options: {
  client: DynamoDBClient;
  tables: { rides: string; fleet: string; receipts: string };
}): ReservationTable {
  const { client, tables } = options;
  const receipts = createReceipts({
    client,
    table: tables.receipts,
    definition: RIDE_RECEIPT_TABLE,
    keptSeconds: RECEIPT_HOURS * 3_600,
    answer: rideAnswer,
  });
  const receiptOf = ({ request: { receiptId, fingerprint }, answer }: Reservation) => ({
    key: { ReceiptId: receiptId },
    fingerprint,
    answer,
  });
  return {
    findSettled: ({ receiptId }, now, signal) => receipts.find({ ReceiptId: receiptId }, now, signal),
    reserve: async (reservation, now, signal) => {
      const writes = {
        unicorn: { Update: takeUnicorn(tables.fleet, reservation) },
        ride: { Put: newRide(tables.rides, reservation.ride) },
        receipt: { Put: receipts.put(receiptOf(reservation), now) },
      };
      const written = await transact(client, writes, signal);
      if (written.kind === 'written') return { kind: 'reserved' };
      if (written.kind === 'contended') return { kind: 'contended' };
      if (written.kind === 'refused') throw written.error;
      const { receipt, unicorn } = written.by;
      const settled = receipt?.kind === 'unmet' ? receipts.read(receipt.item, now) : undefined;
      if (settled) return { kind: 'repeated', settled };
      const isFree = unicorn?.kind === 'unmet' && unicorn.item.FreeCell;
      return isFree ? { kind: 'moved', unicorn: readUnicorn(unicorn.item) } : { kind: 'taken' };
    },
  };
}

/** The condition lets a unicorn be taken that is free and where it was read: one that moved has to be looked at again. */
function takeUnicorn(TableName: string, { ride: { RideId, LeaseEnds }, unicorn }: Reservation) {
  return {
    TableName,
    Key: keyOf(FLEET_TABLE, unicorn),
    UpdateExpression: 'SET RideId = :ride, LeaseEnds = :ends, Busy = :busy REMOVE FreeFace, FreeCell',
    ConditionExpression: 'FreeCell = :cell',
    ExpressionAttributeValues: attributesOf({
      ':ride': RideId,
      ':ends': LeaseEnds,
      ':busy': BUSY,
      ':cell': cellAt(unicorn),
    }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
}

/** The condition lets a new ride through only. */
function newRide(TableName: string, each: Ride) {
  return { TableName, Item: itemOf(ride, each), ConditionExpression: 'attribute_not_exists(RideId)' };
}
