import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@hanok/testing';
import { createClock } from '../../clock.ts';
import { createFaults } from '../../faults/create-faults.ts';
import { createFaultSwitches } from '../../faults/fault-switches.ts';
import type { FaultPlanInput } from '../../faults/fault-plan.ts';
import { startGateway } from '../../gateway/gateway.ts';
import { createRoles } from '../iam/roles.ts';
import { type Buckets, createBuckets } from './buckets.ts';
import { clientOf, textOf } from './s3-stack.fixture.ts';
import { bucketSettings } from './store/bucket-rows.ts';
import { openS3Store } from './store/s3-store.ts';

const place = { region: 'us-east-1', accountId: '000000000000' };
const BUCKET = 'photos';
const settings = bucketSettings.parse({
  notifications: [{ id: 'c', event: 's3:ObjectCreated:*', functionName: 'thumb', prefix: '', suffix: '' }],
  abortUploads: [{ prefix: 'tmp/', days: 1 }],
});

let dir: string;
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'hanok-objects-'))));
afterEach(() => rmSync(dir, { recursive: true }));

/** What a stack has of S3, for one run. `accepted`: keys of the events that were handed on. */
async function run(
  use: (stack: { s3: S3Client; buckets: Buckets; start: () => void; accepted: string[] }) => Promise<void>,
  { speed = 1, faults }: { speed?: number; faults?: FaultPlanInput } = {},
): Promise<void> {
  const store = openS3Store(dir);
  const roles = createRoles(place);
  const accepted: string[] = [];
  const accept = ({ payload }: { payload: string }) =>
    void accepted.push(/"key":"([^"]*)"/.exec(payload)?.[1] ?? '');
  const buckets = createBuckets({ ...place, store, permissions: roles, clock: createClock(speed), accept });
  const around = faults && createFaults(createFaultSwitches(faults), [buckets.service]);
  const gateway = await startGateway({
    port: 0,
    services: [buckets.service],
    ...roles,
    ...(around && { around }),
  });
  const s3 = clientOf(gateway.url, { accessKeyId: 'outside', secretAccessKey: 'outside' });
  const started = new AsyncDisposableStack();
  try {
    await use({ s3, buckets, start: () => started.use(buckets.start()), accepted });
  } finally {
    s3.destroy();
    await gateway.stop();
    await started.disposeAsync();
    store.close();
  }
}

const put = (s3: S3Client, Key: string, Body: string | Buffer = 'x') =>
  s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));

describe('the buckets of a stack', () => {
  it('tell of what was written before their functions were there, once these are', async () => {
    await run(async ({ s3, buckets, start, accepted }) => {
      buckets.put(BUCKET, settings);
      await put(s3, 'early');
      expect(accepted).toEqual([]);
      start();
      await put(s3, 'late');
      expect(accepted).toEqual(['early', 'late']);
    });
  });

  it('keep their objects and notifications through a restart, and tell of what waited', async () => {
    await run(async ({ s3, buckets }) => {
      buckets.put(BUCKET, settings);
      await put(s3, 'a');
    });
    await run(async ({ s3, buckets, start, accepted }) => {
      await put(s3, 'b');
      buckets.put(BUCKET, settings);
      start();
      expect(accepted).toEqual(['a', 'b']);
    });
  });

  it('send no more events when no template asks for them', async () => {
    await run(async ({ buckets }) => buckets.put(BUCKET, settings));
    await run(async ({ s3, start, accepted }) => {
      start();
      await put(s3, 'a');
      expect(accepted).toEqual([]);
    });
  });

  it('abort uploads that are older than their lifecycle lets them be, and remove the parts', async () => {
    // A day passes in 0.4 seconds.
    await run(
      async ({ s3, buckets, start }) => {
        buckets.put(BUCKET, settings);
        for (const Key of ['tmp/old', 'kept']) {
          const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket: BUCKET, Key }));
          await s3.send(new UploadPartCommand({ Bucket: BUCKET, Key, UploadId, PartNumber: 1, Body: 'x' }));
        }
        start();
        await eventually(async () => {
          const { Uploads } = await s3.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }));
          expect(Uploads?.map(({ Key }) => Key)).toEqual(['kept']);
        });
        expect(readdirSync(join(dir, 'bodies'))).toHaveLength(1);
      },
      { speed: 216_000 },
    );
  });

  it('fail as a fault plan says, though a body is on its way', async () => {
    const s3 = { service: 's3', rate: 1, times: 1 } as const;
    const faults: FaultPlanInput = {
      faults: [
        { ...s3, operation: 'PutObject', kind: 'throttle' },
        { ...s3, operation: 'GetObject', kind: 'error5xx' },
      ],
    };
    await run(
      async ({ s3: client, buckets }) => {
        buckets.put(BUCKET, settings);
        const body = Buffer.alloc(5_000_000, 'x');
        await expect(put(client, 'a', body)).rejects.toMatchObject({
          name: 'SlowDown',
          $metadata: { httpStatusCode: 503 },
        });
        await put(client, 'a', body);
        const get = () => client.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'a' }));
        await expect(get()).rejects.toMatchObject({ name: 'InternalError' });
        expect(await textOf((await get()).Body)).toHaveLength(body.length);
      },
      { faults },
    );
  });
});
