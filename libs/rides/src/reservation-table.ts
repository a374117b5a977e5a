import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { putReceipt, readReceipt, type Receipt, type RequestId } from './receipt.ts';
import type { Ride } from './ride.ts';
import { putRide } from './ride-item.ts';
import { transact } from './transact-table.ts';
import type { Unicorn } from './unicorn.ts';
import { readUnicorn, takeUnicorn } from './unicorn-item.ts';

export type Reservation = { ride: Ride; unicorn: Unicorn; receipt: Receipt };

/**
 * `repeated`: the request's receipt is there. `taken`: another ride has the unicorn. `moved`: it is free, but
 * elsewhere. `contended`: another writer is at one of the items, and the same again may succeed.
 */
export type Reserved =
  | { kind: 'reserved' }
  | { kind: 'repeated'; receipt: Receipt }
  | { kind: 'taken' }
  | { kind: 'moved'; unicorn: Unicorn }
  | { kind: 'contended' };

/** The write that gives a rider a unicorn: the unicorn, the ride and the receipt, all of them or none. */
export type ReservationTable = {
  /** The receipt of an earlier request of this id, read after the last write. */
  findReceipt(request: RequestId, now: Date, signal: AbortSignal): Promise<Receipt | undefined>;
  /** Takes the unicorn where it was read, and writes the ride and the receipt of the request. */
  reserve(reservation: Reservation, now: Date, signal: AbortSignal): Promise<Reserved>;
};

type Options = { client: DynamoDBClient; fleetTable: string; rideTable: string; receiptTable: string };

export function createReservationTable(options: Options): ReservationTable {
  return {
    findReceipt: (request, now, signal) => findReceipt(options, request, now, signal),
    reserve: (reservation, now, signal) => reserve(options, reservation, now, signal),
  };
}

async function findReceipt(
  { client, receiptTable }: Options,
  { receiptId }: RequestId,
  now: Date,
  abortSignal: AbortSignal,
): Promise<Receipt | undefined> {
  const Key = { ReceiptId: { S: receiptId } };
  const get = new GetItemCommand({ TableName: receiptTable, Key, ConsistentRead: true });
  const { Item } = await client.send(get, { abortSignal });
  return Item && readReceipt(Item, now);
}

async function reserve(
  { client, fleetTable, rideTable, receiptTable }: Options,
  { ride, unicorn, receipt }: Reservation,
  now: Date,
  signal: AbortSignal,
): Promise<Reserved> {
  const hold = { rideId: ride.RideId, leaseEnds: ride.LeaseEnds };
  const writes = {
    unicorn: { Update: takeUnicorn(fleetTable, unicorn, hold) },
    ride: { Put: putRide(rideTable, ride) },
    receipt: { Put: putReceipt(receiptTable, receipt, now) },
  };
  const outcome = await transact(client, writes, signal);
  if (outcome.kind !== 'unmet') return outcome.kind === 'written' ? { kind: 'reserved' } : outcome;
  const { unmet } = outcome;
  const earlier = unmet.receipt && readReceipt(unmet.receipt, now);
  if (earlier) return { kind: 'repeated', receipt: earlier };
  if (unmet.unicorn?.FreeCell) return { kind: 'moved', unicorn: readUnicorn(unmet.unicorn) };
  return { kind: 'taken' };
}
