import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { startGateway } from '../../gateway/gateway.ts';
import { createRoles, type Credentials } from '../iam/roles.ts';
import { s3Service } from './s3-service.ts';
import { bucketSettings, type BucketSettings } from './store/bucket-rows.ts';
import { openS3Store } from './store/s3-store.ts';

type Statement = { Action: string[]; Resource: string[] };

const place = { region: 'us-east-1', accountId: '000000000000' };

/** A gateway with S3 alone on a folder, a bucket `photos`, and real clients. `now` is the time of the service. */
export async function startS3({ dir, now = Date.now }: { dir?: string; now?: () => number } = {}) {
  const folder = dir ?? mkdtempSync(join(tmpdir(), 'hanok-objects-'));
  const store = openS3Store(folder);
  const roles = createRoles(place);
  const context = { ...store, ...place, ...roles, now, clockNow: now, onEvent: () => undefined };
  const gateway = await startGateway({ port: 0, services: [s3Service(context)], ...roles });
  const s3 = clientOf(gateway.url, { accessKeyId: 'outside', secretAccessKey: 'outside' });
  await s3.send(new CreateBucketCommand({ Bucket: 'photos' }));

  /** The keys of a function whose role may do what the statements say. */
  function credentialsOf(name: string, statements: readonly Statement[]): Credentials {
    const policy = {
      Version: '2012-10-17' as const,
      Statement: statements.map((each) => ({ ...each, Effect: 'Allow' as const, Condition: {} })),
    };
    roles.add({
      name,
      arn: `arn:aws:iam::${place.accountId}:role/${name}`,
      policies: new Map([['own', policy]]),
    });
    return roles.credentialsFor(name, name);
  }

  /** The events that wait to be handed on, taken out. */
  function takeEvents() {
    return store.outbox.all().map(({ requestId, functionName, payload }) => {
      store.outbox.remove(requestId);
      const { Records } = JSON.parse(payload) as { Records: [S3Record] };
      return { functionName, record: Records[0] };
    });
  }

  async function stop(): Promise<void> {
    s3.destroy();
    await gateway.stop();
    store.close();
    if (dir === undefined) rmSync(folder, { recursive: true });
  }

  return {
    url: gateway.url,
    dir: folder,
    store,
    s3,
    stop,
    takeEvents,
    credentialsOf,
    clientFor: (name: string, ...statements: Statement[]) =>
      clientOf(gateway.url, credentialsOf(name, statements)),
    settings: (settings: Partial<BucketSettings>) =>
      store.buckets.put('photos', now(), bucketSettings.parse(settings)),
  };
}

export type S3Stack = Awaited<ReturnType<typeof startS3>>;

type S3Record = {
  eventVersion: string;
  eventName: string;
  userIdentity: { principalId: string };
  s3: {
    configurationId: string;
    bucket: { name: string; arn: string };
    object: { key: string; size?: number; eTag?: string; sequencer: string };
  };
};

export function clientOf(endpoint: string, credentials: Credentials): S3Client {
  return new S3Client({ endpoint, region: place.region, credentials, maxAttempts: 1 });
}

/** What every request of a client outside carries, for requests that no client of AWS would make. */
export const SIGNED = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=outside/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0',
};

export function textOf(body: { transformToString(): Promise<string> } | undefined): Promise<string> {
  return body === undefined ? Promise.resolve('') : body.transformToString();
}
