export { createCompleteRide } from './complete-ride.ts';
export { type CompletionTable, createCompletionTable } from './completion-table.ts';
export { createDispatch, type Dispatched, type DispatchOptions } from './dispatch-ride.ts';
export { ItemShapeError, WriteRefusedError } from './errors.ts';
export { describeEta, etaSeconds } from './eta.ts';
export { createFleetTable, type FleetTable } from './fleet-table.ts';
export type { CellPage, FreeIndex, LevelHint } from './free-index.ts';
export { EARTH_RADIUS, greatCircle } from './great-circle.ts';
export { type Candidate, type NearestFree, searchNearestFree } from './nearest-free.ts';
export type { RideOrder } from './plan-ride.ts';
export { createReadRide } from './read-ride.ts';
export { type Receipt, RECEIPT_HOURS, type RequestId } from './receipt.ts';
export { createRequestRide } from './request-ride.ts';
export {
  createReservationTable,
  type Reservation,
  type ReservationTable,
  type Reserved,
} from './reservation-table.ts';
export type { Ride } from './ride.ts';
export { createRideTable, type RideTable } from './ride-table.ts';
export { FLEET_TABLE, RIDE_RECEIPT_TABLE, RIDE_TABLE } from './tables/definitions.ts';
export { tutorialFleet } from './tutorial-fleet.ts';
export type { Unicorn } from './unicorn.ts';
