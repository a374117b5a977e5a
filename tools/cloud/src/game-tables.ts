import { AttributeType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { keptTable } from './kept-table.ts';

/**
 * Players and the receipts of results already counted. Both are kept when the stack goes, and both can be restored
 * to one point in time: players without their receipts would count a redelivered result twice.
 */
export function createGameTables(scope: Construct): { players: Table; receipts: Table } {
  const players = new Table(scope, 'PlayerTable', {
    ...keptTable,
    tableName: 'GomokuPlayerInfo',
    partitionKey: { name: 'PlayerName', type: AttributeType.STRING },
    stream: StreamViewType.NEW_AND_OLD_IMAGES,
  });
  const receipts = new Table(scope, 'ReceiptTable', {
    ...keptTable,
    tableName: 'GomokuResultReceipts',
    partitionKey: { name: 'ReceiptId', type: AttributeType.STRING },
    timeToLiveAttribute: 'ExpiresAt',
  });
  return { players, receipts };
}
