import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { photoUpload, type PhotoUpload } from '@hanok/events';
import { createObjectStore, type IntakeRules } from '@hanok/images';
import { task } from '@hanok/lambda';
import { buildLambdaContext, recordLines } from '@hanok/lambda/testing';
import { walkMachine } from '@hanok/workflows/testing';
import {
  createInspectPhoto,
  createMakeProxy,
  createPhotoTable,
  createUploadStore,
  photoMachine,
} from './index.ts';
import { startPhotoEngines } from './testing/index.ts';

export const PHOTOS = 'photos-1';
export const PROXIES = 'photos-1-proxies';
const TABLE = 'Photos';

/** The limits and formats of the defaults. */
export const RULES: IntakeRules = {
  accepted: ['jpeg', 'png', 'webp', 'gif', 'avif', 'tiff'],
  limits: { bytes: 128 * 2 ** 20, pixels: 50_000_000, frames: 1000, memoryBytes: 750 * 2 ** 20, seconds: 20 },
};

/** Real engines with both buckets and the table, and the two functions between them. */
export async function startPhotos() {
  const { s3, dynamodb, stop } = await startPhotoEngines([PHOTOS, PROXIES]);
  const { log, metrics, lines } = recordLines();
  const photos = createPhotoTable({ client: dynamodb, tableName: TABLE });
  const shared = { uploads: createUploadStore(s3), photos, log, metrics };
  let writes = 0;

  const inspect = (upload: unknown, rules: Partial<IntakeRules> = {}) => {
    const handle = createInspectPhoto({ ...shared, rules: { ...RULES, ...rules } });
    return task({ input: photoUpload, handle, log, metrics })(upload, buildLambdaContext());
  };
  const makeProxy = (upload: unknown, objects = createObjectStore(s3)) => {
    const handle = createMakeProxy({ ...shared, objects, proxiesBucket: PROXIES, rules: RULES });
    return task({ input: photoUpload, handle, log, metrics })(upload, buildLambdaContext());
  };

  return {
    s3,
    lines,
    inspect,
    makeProxy,
    /** Puts the bytes, and answers what its event would say. */
    upload: async (Key: string, Body: Buffer, bucket = PHOTOS): Promise<PhotoUpload> => {
      const { ETag = '' } = await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
      writes += 1;
      const sequencer = writes.toString(16).padStart(18, '0');
      return { bucket, key: Key, eTag: ETag.replaceAll('"', ''), sequencer };
    },
    remove: ({ bucket, key }: PhotoUpload) => s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key })),
    /** An execution of the machine on the functions themselves. */
    run: (input: PhotoUpload) =>
      walkMachine(photoMachine, {
        input,
        functions: {
          'photo-inspect': (upload) => inspect(upload),
          'photo-proxy': (upload) => makeProxy(upload),
        },
      }),
    /** What stands in the table, numbers as such. */
    record: async ({ bucket, key }: PhotoUpload) => {
      const Key = { PhotoKey: { S: `${bucket}/${key}` } };
      const { Item = {} } = await dynamodb.send(new GetItemCommand({ TableName: TABLE, Key }));
      return Object.fromEntries(
        Object.entries(Item).map(([name, { S, N }]) => [name, N === undefined ? S : Number(N)]),
      );
    },
    proxy: async (Key: string) => {
      const { Body, ContentType, Metadata } = await s3.send(new GetObjectCommand({ Bucket: PROXIES, Key }));
      const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
      return { bytes, contentType: ContentType, metadata: Metadata };
    },
    stop,
  };
}

export type Photos = Awaited<ReturnType<typeof startPhotos>>;
