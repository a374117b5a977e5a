import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { type Dynoxide, startDynoxide } from '@hanok/engines';
import { clientSettings } from '@hanok/testing';
import { type Gateway, startGateway } from '../../gateway/gateway.ts';
import type { AuditEntry } from '../../gateway/route-request.ts';
import type { Access } from '../../gateway/service.ts';
import { dynamodbService } from './part.ts';

export type DynamodbStack = {
  engine: Dynoxide;
  gateway: Gateway;
  dynamodb: DynamoDBClient;
  streams: DynamoDBStreamsClient;
  audit: AuditEntry[];
  /** What the calls since the last look needed. */
  takeAccess(): readonly Access[];
  stop(): Promise<void>;
};

/** A gateway with DynamoDB alone, its engine, and real clients. */
export async function startDynamodbStack(file?: string): Promise<DynamodbStack> {
  const engine = await startDynoxide(file === undefined ? {} : { file });
  const audit: AuditEntry[] = [];
  let seen: Access[] = [];
  const gateway = await startGateway({
    port: 0,
    services: [dynamodbService({ region: 'ap-northeast-2', accountId: '111122223333' }, engine.endpoint)],
    callerOf: () => ({ kind: 'external' }),
    authorize: (_caller, access) => {
      seen.push(...access);
      return undefined;
    },
    audit: (entry) => audit.push(entry),
  });
  const config = { ...clientSettings(gateway.url), region: 'ap-northeast-2', maxAttempts: 1 };
  const dynamodb = new DynamoDBClient(config);
  const streams = new DynamoDBStreamsClient(config);
  const takeAccess = () => {
    const taken = seen;
    seen = [];
    return taken;
  };
  const stop = async () => {
    dynamodb.destroy();
    streams.destroy();
    await gateway.stop();
    await engine.stop();
  };
  return { engine, gateway, dynamodb, streams, audit, takeAccess, stop };
}

/** A table with a stream and an index `by-team`. */
export const PLAYERS = {
  TableName: 'players',
  KeySchema: [{ AttributeName: 'name', KeyType: 'HASH' as const }],
  AttributeDefinitions: [
    { AttributeName: 'name', AttributeType: 'S' as const },
    { AttributeName: 'team', AttributeType: 'S' as const },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-team',
      KeySchema: [{ AttributeName: 'team', KeyType: 'HASH' as const }],
      Projection: { ProjectionType: 'ALL' as const },
    },
  ],
  BillingMode: 'PAY_PER_REQUEST' as const,
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' as const },
};
