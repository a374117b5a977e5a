import type { TableDefinition } from '@hanok/tables';
import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';

type KeyAttribute = TableDefinition['key']['partition'];

/** A deployed table as its definition says: paid by request, kept when the stack goes, restorable to a point in time. */
export function keptTable(scope: Construct, id: string, definition: TableDefinition): Table {
  const { name, key, indexes = {}, expires, stream } = definition;
  const table = new Table(scope, id, {
    tableName: name,
    ...keyProps(key),
    ...(expires && { timeToLiveAttribute: expires }),
    ...(stream && { stream: StreamViewType[stream] }),
    billingMode: BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    removalPolicy: RemovalPolicy.RETAIN,
  });
  for (const [indexName, indexKey] of Object.entries(indexes))
    table.addGlobalSecondaryIndex({ indexName, ...keyProps(indexKey) });
  return table;
}

function keyProps({ partition, sort }: TableDefinition['key']) {
  return { partitionKey: attribute(partition), ...(sort && { sortKey: attribute(sort) }) };
}

const TYPES = { S: AttributeType.STRING, N: AttributeType.NUMBER, B: AttributeType.BINARY };

const attribute = ({ name, type }: KeyAttribute) => ({ name, type: TYPES[type] });
