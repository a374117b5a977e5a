import { buffer } from 'node:stream/consumers';
import type { BucketObject } from '@hanok/console';
import type { DeployedStacks } from '../../services/cloudformation/deployed-stacks.ts';
import type { ObjectRecord } from '../../services/s3/store/object-rows.ts';
import type { S3Store } from '../../services/s3/store/s3-store.ts';
import { ConsoleError } from '../console-operation.ts';

/** What is read of the buckets. */
export type ObjectAccess = {
  objects: Pick<S3Store, 'buckets' | 'objects' | 'bodies'>;
  stacks: Pick<DeployedStacks, 'find'>;
};

type Address = { name: string; key: string };

/** What is told of an object, with the pictures that belong to it. Throws `ConsoleError`. */
export async function readObject(
  access: ObjectAccess,
  { name: bucket, key }: Address,
): Promise<BucketObject> {
  const record = recordOf(access, { name: bucket, key });
  const bytes = await firstBytes(access, record, TEXT_BYTES);
  const isPicture = rasterType(bytes) !== undefined;
  const text = isPicture ? undefined : textOf(bytes, bytes.length < record.size);
  const { size, modified, etag, headers, tags } = record;
  const pictures = PAIRS.flatMap((pair) => counterpart(access, pair, { bucket, key }));
  return {
    ...{ key, size, modified, etag, headers, tags, isPicture },
    ...(text !== undefined && { text }),
    ...Object.assign({}, ...pictures),
  };
}

/** The bytes of a raster picture and their type. Throws `ConsoleError` for an object that is none. */
export async function readPicture(access: ObjectAccess, address: Address) {
  const record = recordOf(access, address);
  const { size, segments } = record;
  const type = rasterType(await firstBytes(access, record, SIGNATURE_BYTES));
  if (type === undefined) throw new ConsoleError(415, `${address.key} is no raster picture`);
  return { type, size, stream: access.objects.bodies.read(segments, 0, size) };
}

function recordOf({ objects }: ObjectAccess, { name: bucket, key }: Address): ObjectRecord {
  const record = objects.objects.get({ bucket, key });
  if (record === undefined) throw new ConsoleError(404, `${bucket} has no object ${key}`);
  return record;
}

/** Text that is shown of an object. */
const TEXT_BYTES = 64 * 1024;

function firstBytes({ objects }: ObjectAccess, { segments, size }: ObjectRecord, most: number) {
  return buffer(objects.bodies.read(segments, 0, Math.min(size, most)));
}

/** The text that the bytes are; undefined where they are none. A character that is cut off at the end is left out. */
function textOf(bytes: Buffer, isCut: boolean): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut });
  } catch {
    return undefined;
  }
}

/** Outputs that name the bucket of uploads and that of what is made of them, and how a key becomes the other's. */
const PAIRS = [
  { stack: 'Thumbnails', uploads: 'ImagesBucketName', made: 'ResizedBucketName', before: 'thumbnail-' },
  { stack: 'Photos', uploads: 'PhotosBucketName', made: 'ProxiesBucketName', before: '' },
] as const;

function counterpart(
  { objects, stacks }: ObjectAccess,
  { stack, uploads, made, before }: (typeof PAIRS)[number],
  { bucket, key }: { bucket: string; key: string },
): Pick<BucketObject, 'source' | 'rendition'>[] {
  const outputs = stacks.find(stack)?.outputs ?? [];
  const valueOf = (name: string) => outputs.find((each) => each.key === name)?.value;
  const there = (other: string | undefined, otherKey: string) =>
    other !== undefined && objects.objects.get({ bucket: other, key: otherKey }) !== undefined
      ? { bucket: other, key: otherKey }
      : undefined;
  if (bucket === valueOf(uploads)) {
    const rendition = there(valueOf(made), before + key);
    return rendition ? [{ rendition }] : [];
  }
  if (bucket !== valueOf(made) || !key.startsWith(before)) return [];
  const source = there(valueOf(uploads), key.slice(before.length));
  return source ? [{ source }] : [];
}

/** First bytes of each type of raster picture that a browser shows; none of them can hold a script. */
const SIGNATURES: readonly { type: string; at: number; bytes: readonly string[] }[] = [
  { type: 'image/jpeg', at: 0, bytes: ['\u00ff\u00d8\u00ff'] },
  { type: 'image/png', at: 0, bytes: ['\u0089PNG\r\n\u001a\n'] },
  { type: 'image/gif', at: 0, bytes: ['GIF87a', 'GIF89a'] },
  { type: 'image/webp', at: 8, bytes: ['WEBP'] },
  { type: 'image/avif', at: 4, bytes: ['ftypavif', 'ftypavis'] },
];

/** Enough for every signature. */
const SIGNATURE_BYTES = 16;

/** The type of a raster picture by its bytes, whatever anyone says that it is; undefined for all else. */
function rasterType(bytes: Buffer): string | undefined {
  const text = bytes.subarray(0, SIGNATURE_BYTES).toString('latin1');
  const found = SIGNATURES.find(({ at, bytes: each }) => each.some((one) => text.startsWith(one, at)));
  return found?.type === 'image/webp' && !text.startsWith('RIFF') ? undefined : found?.type;
}
