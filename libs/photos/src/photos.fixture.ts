import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { createObjectStore, type IntakeRules } from '@hanok/images';
import { task } from '@hanok/lambda';
import { buildLambdaContext, recordLines } from '@hanok/lambda/testing';
import { plainOf } from '@hanok/tables';
import { type TaskDouble, walkMachine } from '@hanok/workflows/testing';
import { photoFailure, photoUpload, type PhotoUpload } from './photo.ts';
import { failPhoto } from './fail-photo.ts';
import { inspectPhoto } from './inspect-photo.ts';
import { makeProxy as makeProxyTask } from './make-proxy.ts';
import { photoMachine } from './photo-machine.ts';
import { createUploadStore } from './store/upload-store.ts';
import { PHOTO_TABLE } from './tables/definitions.ts';
import { createPhotoTable } from './tables/photo-table.ts';
import { startPhotoEngines } from './testing/index.ts';

export const PHOTOS = 'photos-1';
export const PROXIES = 'photos-1-proxies';

/** The limits and formats of the defaults. */
export const RULES: IntakeRules = {
  accepted: ['jpeg', 'png', 'webp', 'gif', 'avif', 'tiff'],
  limits: { bytes: 128 * 2 ** 20, pixels: 50_000_000, frames: 1000, memoryBytes: 750 * 2 ** 20, seconds: 20 },
};

/** Real engines with both buckets and the table, and the two functions between them. */
export async function startPhotos() {
  const { s3, tables, stop } = await startPhotoEngines([PHOTOS, PROXIES]);
  const { log, metrics, lines } = recordLines();
  const photos = createPhotoTable({ client: tables.client, table: tables.nameOf(PHOTO_TABLE) });
  const shared = { uploads: createUploadStore(s3), photos, log, metrics };
  let writes = 0;

  const inspect = (upload: unknown, rules: Partial<IntakeRules> = {}) => {
    const handle = inspectPhoto({ ...shared, rules: { ...RULES, ...rules } });
    return task({ input: photoUpload, handle, log, metrics })(upload, buildLambdaContext());
  };
  const makeProxy = (
    upload: unknown,
    objects = createObjectStore({ client: s3 }),
    rules: Partial<IntakeRules> = {},
  ) => {
    const handle = makeProxyTask({
      ...shared,
      objects,
      proxiesBucket: PROXIES,
      rules: { ...RULES, ...rules },
    });
    return task({ input: photoUpload, handle, log, metrics })(upload, buildLambdaContext());
  };

  const fail = (event: unknown) =>
    task({ input: photoFailure, handle: failPhoto(shared), log, metrics })(event, buildLambdaContext());

  return {
    s3,
    lines,
    fail,
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
    run: (input: PhotoUpload, doubles: Record<string, TaskDouble> = {}) =>
      walkMachine(photoMachine, {
        input,
        functions: {
          'photo-inspect': (upload) => inspect(upload),
          'photo-proxy': (upload) => makeProxy(upload),
          'photo-fail': fail,
          ...doubles,
        },
      }),
    /** The item of the photo as plain values. */
    record: async ({ bucket, key }: PhotoUpload) => {
      const item = await tables.find(PHOTO_TABLE, { PhotoKey: { S: `${bucket}/${key}` } });
      return plainOf(item ?? {});
    },
    proxy: async (Key: string) => {
      const { Body, ContentType, Metadata } = await s3.send(new GetObjectCommand({ Bucket: PROXIES, Key }));
      const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
      return { bytes, contentType: ContentType, metadata: Metadata };
    },
    stop,
  };
}
