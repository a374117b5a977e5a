import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { startObjectStore } from '@hanok/engines';
import { s3Record, s3Records } from '@hanok/events';
import { buildS3Event, type ObjectChange } from '@hanok/events/testing';
import { asyncEvent } from '@hanok/lambda';
import { buildLambdaContext, recordLines } from '@hanok/lambda/testing';
import { clientSettings, type Fault, startFaultProxy } from '@hanok/testing';
import { createObjectStore, refreshThumbnails, type ThumbnailRules } from '../index.ts';
import { RULES } from '../pictures.fixture.ts';

export const IMAGES = 'images-1';
export const RESIZED = 'images-1-resized';

/** One bucket of uploads and one of thumbnails, with the handler between them behind a proxy that can fail. */
export async function startBuckets() {
  const engine = await startObjectStore();
  for (const bucket of [IMAGES, RESIZED]) engine.createBucket(bucket);
  const noted: string[] = [];
  let plan: FaultPlan = () => undefined;
  const proxy = await startFaultProxy(engine.endpoint, ({ method, path }) => {
    const passing = passingOf(method, path);
    noted.push(`${method} ${passing.bucket}/${passing.key}`);
    return plan(passing);
  });
  const direct = new S3Client(clientSettings(engine.endpoint));
  const faulty = new S3Client({ ...clientSettings(proxy.endpoint), maxAttempts: 1 });
  const ticket = counter();
  let writes = 0;

  /** What S3 would send of the next write of the key. */
  const change = (eventName: ObjectChange['eventName'], key: string, eTag?: string): ObjectChange => {
    writes += 1;
    const sequencer = writes.toString(16).toUpperCase().padStart(18, '0');
    return { eventName, bucket: IMAGES, key, sequencer, ...(eTag !== undefined && { eTag }) };
  };

  return {
    /** What happens to the handler's requests from now on. */
    follow: (next: FaultPlan) => void (plan = next),
    /** The handler's requests since the last call, as `GET bucket/key`. */
    requests: () => noted.splice(0),
    upload: async (key: string, Body: Buffer, bucket = IMAGES) => {
      const { ETag = '' } = await direct.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body }));
      return change('ObjectCreated:Put', key, ETag.replaceAll('"', ''));
    },
    remove: async (key: string) => {
      await direct.send(new DeleteObjectCommand({ Bucket: IMAGES, Key: key }));
      return change('ObjectRemoved:Delete', key);
    },
    /** Hands the event to the handler, as a new invocation unless it has a request id; answers the log lines. */
    deliver: async (changes: readonly ObjectChange[], options: DeliveryOptions = {}) => {
      const { log, metrics, lines } = recordLines();
      const rules = { ...RULES, ...options.rules };
      const objects = createObjectStore({ client: faulty });
      const handle = refreshThumbnails({ objects, resizedBucket: RESIZED, rules, log, metrics });
      const handler = asyncEvent({ records: s3Records, record: s3Record, handle, log, metrics });
      const awsRequestId = options.requestId ?? `request-${ticket()}`;
      await handler(options.event ?? buildS3Event(changes), buildLambdaContext({ awsRequestId }));
      return lines();
    },
    thumbnail: async (key: string) => {
      const found = await direct.send(new GetObjectCommand({ Bucket: RESIZED, Key: key }));
      const bytes = Buffer.from((await found.Body?.transformToByteArray()) ?? []);
      return { bytes, contentType: found.ContentType, metadata: found.Metadata ?? {} };
    },
    thumbnailKeys: () => keysOf(direct, RESIZED),
    uploadKeys: () => keysOf(direct, IMAGES),
    stop: async () => {
      direct.destroy();
      faulty.destroy();
      await proxy.stop();
      await engine.stop();
    },
  };
}

export type Passing = { method: string; bucket: string; key: string };
type FaultPlan = (passing: Passing) => Promise<Fault | undefined> | Fault | undefined;

type DeliveryOptions = { requestId?: string; rules?: Partial<ThumbnailRules>; event?: unknown };

function counter(): () => number {
  let count = 0;
  return () => (count += 1);
}

function passingOf(method: string, path: string): Passing {
  const [, bucket = '', ...key] = (path.split('?')[0] ?? '').split('/');
  return { method, bucket, key: decodeURIComponent(key.join('/')) };
}

async function keysOf(client: S3Client, Bucket: string): Promise<string[]> {
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
  return Contents.flatMap(({ Key }) => Key ?? []);
}
