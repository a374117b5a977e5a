import { defineTable } from '@hanok/tables';

/** Rides by id. */
export const RIDE_TABLE = defineTable({
  name: 'Rides',
  key: { partition: { name: 'RideId', type: 'S' } },
});

/** Unicorns. Each is in one of the two indexes at any time: a free one by its cell, a taken one by the end of its lease. */
export const FLEET_TABLE = defineTable({
  name: 'RidesFleet',
  key: { partition: { name: 'UnicornId', type: 'S' } },
  indexes: {
    FreeByCell: { partition: { name: 'FreeFace', type: 'S' }, sort: { name: 'FreeCell', type: 'S' } },
    BusyByLease: { partition: { name: 'Busy', type: 'S' }, sort: { name: 'LeaseEnds', type: 'N' } },
  },
});

/** The receipts of requests that were answered with a ride. */
export const RIDE_RECEIPT_TABLE = defineTable({
  name: 'RideReceipts',
  key: { partition: { name: 'ReceiptId', type: 'S' } },
  expires: 'ExpiresAt',
});
