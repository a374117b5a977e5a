import * as z from 'zod';
import type { ObjectAddress } from '../object-address.ts';
import { CHECKSUM_NAMES } from '../writing/checksums.ts';
import { isBehind } from './key-order.ts';
import type { ObjectDatabase } from './object-database.ts';

/** A file of a body and its size in bytes. */
const segment = z.object({ file: z.string(), size: z.number() });

const checksum = z.object({
  algorithm: z.enum(CHECKSUM_NAMES),
  /** Base64, for a composite one followed by `-` and the number of parts. */
  value: z.string(),
  type: z.enum(['FULL_OBJECT', 'COMPOSITE']),
});

/** An object beside its body; also what CreateMultipartUpload says about the object to be. */
export const objectDetails = z.object({
  /** Headers that are answered as they were sent: content type, metadata and the like. */
  headers: z.record(z.string(), z.string()),
  tags: z.array(z.object({ Key: z.string(), Value: z.string() })),
});

/** A body that is stored: of an object, or of a part. */
export const storedBody = z.object({
  /** Without quotes. */
  etag: z.string(),
  size: z.number(),
  /** Milliseconds since the epoch. */
  modified: z.number(),
  checksum: checksum.optional(),
  /** The body, in order: one file, or one per part. */
  segments: z.array(segment),
});

const objectRecord = z.object({
  ...objectDetails.shape,
  ...storedBody.shape,
  /** Whether it was uploaded in parts. */
  multipart: z.boolean(),
});

export type Segment = z.infer<typeof segment>;
export type StoredChecksum = z.infer<typeof checksum>;
export type StoredBody = z.infer<typeof storedBody>;
export type ObjectDetails = z.infer<typeof objectDetails>;
export type ObjectRecord = z.infer<typeof objectRecord>;

export type ListedObject = { key: string; record: ObjectRecord };

/** The objects of all buckets. */
export type ObjectRows = {
  get(address: ObjectAddress): ObjectRecord | undefined;
  put(address: ObjectAddress, record: ObjectRecord): void;
  remove(address: ObjectAddress): void;
  /** At most `limit` objects of a bucket whose keys are at least `from` and begin with `prefix`, by key. */
  page(bucket: string, from: string, prefix: string, limit: number): ListedObject[];
  /** Every object's record. */
  all(): Iterable<ObjectRecord>;
};

export function objectRows({ prepare }: ObjectDatabase): ObjectRows {
  const select = prepare('SELECT record FROM objects WHERE bucket = ? AND key = ?');
  const upsert = prepare('INSERT OR REPLACE INTO objects VALUES (?, ?, ?)');
  const remove = prepare('DELETE FROM objects WHERE bucket = ? AND key = ?');
  const page = prepare('SELECT key, record FROM objects WHERE bucket = ? AND key >= ? ORDER BY key LIMIT ?');
  const all = prepare('SELECT record FROM objects');
  return {
    get: ({ bucket, key }) => {
      const row = select.get(bucket, key);
      return row && readRecord(row['record']);
    },
    put: ({ bucket, key }, record) => void upsert.run(bucket, key, JSON.stringify(record)),
    remove: ({ bucket, key }) => void remove.run(bucket, key),
    page: (bucket, from, prefix, limit) => {
      const rows = page.all(bucket, isBehind(from, prefix) ? from : prefix, limit);
      const listed = rows.map((row) => ({ key: String(row['key']), record: readRecord(row['record']) }));
      const end = listed.findIndex(({ key }) => !key.startsWith(prefix));
      return end === -1 ? listed : listed.slice(0, end);
    },
    all: function* () {
      for (const row of all.iterate()) yield readRecord(row['record']);
    },
  };
}

function readRecord(column: unknown): ObjectRecord {
  return objectRecord.parse(JSON.parse(String(column)));
}
