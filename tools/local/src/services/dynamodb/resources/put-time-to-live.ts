import {
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  type TimeToLiveSpecification,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';

/** Brings a table's expiry to what `wanted` says; without it, to none. */
export async function putTimeToLive(
  client: DynamoDBClient,
  table: string,
  wanted: TimeToLiveSpecification | undefined,
): Promise<void> {
  const current = await currentAttribute(client, table);
  const attribute = wanted?.Enabled ? wanted.AttributeName : undefined;
  if (current === attribute) return;
  if (current !== undefined) await set(client, table, { AttributeName: current, Enabled: false });
  if (attribute !== undefined) await set(client, table, { AttributeName: attribute, Enabled: true });
}

async function currentAttribute(client: DynamoDBClient, table: string): Promise<string | undefined> {
  const answer = await client.send(new DescribeTimeToLiveCommand({ TableName: table }));
  const { TimeToLiveStatus, AttributeName } = answer.TimeToLiveDescription ?? {};
  return TimeToLiveStatus === 'ENABLED' || TimeToLiveStatus === 'ENABLING' ? AttributeName : undefined;
}

async function set(client: DynamoDBClient, table: string, expiry: TimeToLiveSpecification): Promise<void> {
  await client.send(new UpdateTimeToLiveCommand({ TableName: table, TimeToLiveSpecification: expiry }));
}
