import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { keptTable } from '../../constructs/kept-table.ts';

export type WildRydesTables = { rides: Table; fleet: Table; receipts: Table };

/** Indexes of the fleet; a unicorn is in one of the two at any time. */
export const fleetIndexes = ['FreeByCell', 'BusyByLease'] as const;

/**
 * Rides, the unicorns with who is free and where, and the receipts of requests already answered: without its receipt a
 * request that comes again would make a second ride.
 */
export function createWildRydesTables(scope: Construct): WildRydesTables {
  const rides = new Table(scope, 'RideTable', {
    ...keptTable,
    tableName: 'Rides',
    partitionKey: { name: 'RideId', type: AttributeType.STRING },
  });
  const receipts = new Table(scope, 'ReceiptTable', {
    ...keptTable,
    tableName: 'RideReceipts',
    partitionKey: { name: 'ReceiptId', type: AttributeType.STRING },
    timeToLiveAttribute: 'ExpiresAt',
  });
  return { rides, fleet: createFleetTable(scope), receipts };
}

function createFleetTable(scope: Construct): Table {
  const fleet = new Table(scope, 'FleetTable', {
    ...keptTable,
    tableName: 'RidesFleet',
    partitionKey: { name: 'UnicornId', type: AttributeType.STRING },
  });
  fleet.addGlobalSecondaryIndex({
    indexName: 'FreeByCell',
    partitionKey: { name: 'FreeFace', type: AttributeType.STRING },
    sortKey: { name: 'FreeCell', type: AttributeType.STRING },
  });
  fleet.addGlobalSecondaryIndex({
    indexName: 'BusyByLease',
    partitionKey: { name: 'Busy', type: AttributeType.STRING },
    sortKey: { name: 'LeaseEnds', type: AttributeType.NUMBER },
  });
  return fleet;
}
