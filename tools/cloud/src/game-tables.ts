import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';

/**
 * Players and the receipts of results already counted. Both are kept when the stack goes, and both can be restored
 * to one point in time: players without their receipts would count a redelivered result twice.
 */
export function createGameTables(scope: Construct): { players: Table; receipts: Table } {
  const kept = {
    billingMode: BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    removalPolicy: RemovalPolicy.RETAIN,
  };
  const players = new Table(scope, 'PlayerTable', {
    ...kept,
    tableName: 'GomokuPlayerInfo',
    partitionKey: { name: 'PlayerName', type: AttributeType.STRING },
    stream: StreamViewType.NEW_AND_OLD_IMAGES,
  });
  const receipts = new Table(scope, 'ReceiptTable', {
    ...kept,
    tableName: 'GomokuResultReceipts',
    partitionKey: { name: 'ReceiptId', type: AttributeType.STRING },
    timeToLiveAttribute: 'ExpiresAt',
  });
  return { players, receipts };
}
