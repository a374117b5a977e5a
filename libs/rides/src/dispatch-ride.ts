import { randomBytes } from 'node:crypto';
import type { Observation } from '@hanok/lambda';
import { untilUncontended } from '@hanok/tables';
import type { RideAnswer } from './ride-answer.ts';
import { planRide, type RideOrder } from './plan-ride.ts';
import { answerOf } from './ride.ts';
import type { LevelHint } from './search/free-index.ts';
import { type Candidate, type NearestFree, searchNearestFree } from './search/nearest-free.ts';
import type { FleetTable } from './tables/fleet-table.ts';
import type { ReservationTable, SettledRequest } from './tables/reservation-table.ts';
import type { Unicorn } from './unicorn.ts';

type Dispatched =
  | { kind: 'ride'; answer: RideAnswer }
  /** The request's id stands for a request of another content. */
  | { kind: 'reused' }
  /** No unicorn is free; when it is worth asking again. */
  | { kind: 'none'; retryAfterSeconds: number };

export type DispatchOptions = Observation & {
  fleet: FleetTable;
  reservations: ReservationTable;
  /** How long a ride holds its unicorn after the time that the unicorn takes to the rider. */
  leaseSeconds: number;
  /** Put into a fleet that has no unicorn at all, when the first rider asks. */
  firstFleet?: readonly Unicorn[];
  now?: () => Date;
  /** From 0 up to, not including, 1. */
  random?: () => number;
};

/** Level of the first search of a process: cells 630 km wide. */
const FIRST_LEVEL = 4;
/** A client that is told nothing better asks again after this long; and never waits longer than the most. */
const RETRY_SECONDS = { least: 1, most: 60 };

/**
 * Gives a rider the nearest free unicorn: it is taken by the write that records the ride. One that another rider took
 * first is passed over for the next nearest; one that moved takes its new place in the order. The same request again
 * is answered as it was.
 */
export function dispatchRides(options: DispatchOptions) {
  const hint: LevelHint = { level: FIRST_LEVEL };
  return async (order: RideOrder, signal: AbortSignal): Promise<Dispatched> => {
    const run = { ...options, order, signal, time: options.now?.() ?? new Date() };
    const search = searchNearestFree({ index: options.fleet, from: order.pickup, hint, signal });
    // Few requests come again, so the search does not wait to know. Where it fails, it fails again for a new request.
    const begun = search.begin().catch(() => undefined);
    const [settled, { freed }] = await Promise.all([findSettled(run), freeLapsed(run), begun]);
    if (settled) return repeat(run, settled);
    return reserveNearest(run, search, freed);
  };
}

type Run = DispatchOptions & { order: RideOrder; signal: AbortSignal; time: Date };

/** Tries candidates until one is reserved; when there are none left, those that have become free meanwhile. */
async function reserveNearest(run: Run, search: NearestFree, freed: readonly Unicorn[]): Promise<Dispatched> {
  freed.forEach(search.offer);
  for (let next = await search.next(); next; next = await search.next()) {
    run.signal.throwIfAborted();
    const dispatched = await tryCandidate(run, search, next);
    if (dispatched) return dispatched;
  }
  const { freed: more, nextEnd } = await freeLapsed(run);
  if (more.length > 0) return reserveNearest(run, search, more);
  const first = nextEnd === undefined ? await foundFleet(run) : [];
  if (first.length > 0) return reserveNearest(run, search, first);
  // The same request, at the same time, may have got the last one.
  const settled = await findSettled(run);
  return settled ? repeat(run, settled) : refuse(run, nextEnd);
}

async function tryCandidate(
  run: Run,
  search: NearestFree,
  candidate: Candidate,
): Promise<Dispatched | undefined> {
  const { order, reservations, signal, time } = run;
  const rideId = randomBytes(16).toString('base64url');
  const ride = planRide(order, candidate, { rideId, leaseSeconds: run.leaseSeconds, now: time });
  const answer = answerOf(ride);
  const reservation = { ride, unicorn: candidate.unicorn, request: order.request, answer };
  const reserve = () => reservations.reserve(reservation, time, signal);
  const reserved = await untilUncontended(reserve, run);
  if (reserved.kind === 'repeated') return repeat(run, reserved.settled);
  if (reserved.kind === 'reserved') {
    run.log.info('ride reserved', { rideId, unicornId: ride.UnicornId });
    run.metrics.count('RidesReserved');
    return { kind: 'ride', answer };
  }
  run.metrics.count('RacesLost');
  if (reserved.kind === 'moved') search.offer(reserved.unicorn);
  return undefined;
}

function repeat({ order, metrics }: Run, { fingerprint, answer }: SettledRequest): Dispatched {
  if (fingerprint !== order.request.fingerprint) return { kind: 'reused' };
  metrics.count('RidesRepeated');
  return { kind: 'ride', answer };
}

function refuse({ metrics, time }: Run, nextEnd: number | undefined): Dispatched {
  metrics.count('RidesRefused');
  const { least, most } = RETRY_SECONDS;
  const seconds = nextEnd === undefined ? least : Math.ceil((nextEnd - time.getTime()) / 1000);
  return { kind: 'none', retryAfterSeconds: Math.min(most, Math.max(least, seconds)) };
}

/** The first unicorns, once; several requests may find the fleet empty at the same time. */
async function foundFleet({ fleet, firstFleet = [], signal }: Run): Promise<readonly Unicorn[]> {
  if (firstFleet.length === 0 || !(await fleet.isEmpty(signal))) return [];
  await fleet.add(firstFleet, signal);
  return firstFleet;
}

async function freeLapsed({ fleet, log, metrics, signal, time }: Run) {
  const lapsed = await fleet.freeLapsed(time, signal);
  if (lapsed.freed.length > 0) {
    log.warn('leases lapsed', { unicornIds: lapsed.freed.map(({ UnicornId }) => UnicornId) });
    metrics.count('LeasesLapsed', lapsed.freed.length);
  }
  return lapsed;
}

function findSettled({ reservations, order, time, signal }: Run): Promise<SettledRequest | undefined> {
  return reservations.findSettled(order.request, time, signal);
}
