import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DESCRIBES } from '../../../template/ignored.ts';
import { physicalName } from '../../../template/physical-name.ts';
import { resourceType } from '../../../template/resource-type.ts';
import { tableArn } from '../engine-names.ts';
import type { GivenTables } from './given-tables.ts';
import { putIndexes } from './put-indexes.ts';
import { putTable } from './put-table.ts';
import { putTimeToLive } from './put-time-to-live.ts';
import { tableProperties } from './table-properties.ts';

type TableUses = {
  client: DynamoDBClient;
  /** For an engine that the stack did not start. */
  given: GivenTables | undefined;
};

const UNCOUNTED = 'the engine does not count capacity';

/** AWS::DynamoDB::Table: made, or brought to the indexes, stream and expiry that the template says. */
export const dynamodbTable = resourceType({
  type: 'AWS::DynamoDB::Table',
  properties: tableProperties,
  ignored: {
    PointInTimeRecoverySpecification: 'the engine keeps no backups',
    ProvisionedThroughput: UNCOUNTED,
    'GlobalSecondaryIndexes.ProvisionedThroughput': UNCOUNTED,
    Tags: DESCRIBES,
  },
  async create(table, resource, { client, given }: TableUses) {
    const name = table.TableName ?? physicalName(resource);
    await given?.admit(name, table);
    const made = await putTable(client, name, table);
    await given?.admitted(name, table);
    await putIndexes(client, name, made?.GlobalSecondaryIndexes ?? [], table);
    await putTimeToLive(client, name, table.TimeToLiveSpecification);
    const streamArn = table.StreamSpecification && made?.LatestStreamArn;
    return {
      ref: name,
      attributes: {
        Arn: tableArn(resource.place, name),
        ...(streamArn !== undefined && { StreamArn: streamArn }),
      },
    };
  },
});
