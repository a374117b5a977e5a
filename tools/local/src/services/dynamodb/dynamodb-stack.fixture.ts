import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { type Dynoxide, startDynoxide } from '@hanok/engines';
import { clientSettings } from '@hanok/testing';
import { type Gateway, startGateway } from '../../gateway/gateway.ts';
import { serveService } from '../../gateway/serve-service.fixture.ts';
import type { AuditEntry } from '../../gateway/route-request.ts';
import type { Access } from '../../gateway/service.ts';
import { connectEngine } from './engine/connect-engine.ts';
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

const ACCOUNT = { region: 'ap-northeast-2', accountId: '111122223333' };

/** Engines that differ in their ARNs, shards, positions and iterators. */
export const ENGINES = ['dynoxide', 'an engine that speaks as AWS does'] as const;

/**
 * A gateway with DynamoDB alone, its engine, and real clients. The other engine than dynoxide is given by its address.
 */
export async function startDynamodbStack(
  options: { file?: string; kind?: (typeof ENGINES)[number] } = {},
): Promise<DynamodbStack> {
  const { file, kind = 'dynoxide' } = options;
  const engine = await startDynoxide(file === undefined ? {} : { file });
  const other = kind === 'dynoxide' ? undefined : await speakAsAws(engine.endpoint);
  const gatewayUrl = 'http://127.0.0.1:9';
  const given = other && (await connectEngine(other.url, { ...ACCOUNT, gatewayUrl }));
  const audit: AuditEntry[] = [];
  let seen: Access[] = [];
  const gateway = await startGateway({
    port: 0,
    services: [dynamodbService(ACCOUNT, given?.endpoint ?? engine.endpoint, given?.dialect)],
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
    given?.client.destroy();
    await gateway.stop();
    await other?.close();
    await engine.stop();
  };
  return { engine, gateway, dynamodb, streams, audit, takeAccess, stop };
}

/** An engine at a port of its own whose ARNs are those of DynamoDB Local, and all else is in the form of AWS. */
export function speakAsAws(dynoxide: string): Promise<{ url: string; close(): Promise<void> }> {
  return serveService(dynamodbService({ region: 'ddblocal', accountId: '000000000000' }, dynoxide));
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
