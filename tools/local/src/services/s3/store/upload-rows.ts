import * as z from 'zod';
import type { ObjectAddress } from '../object-address.ts';
import { CHECKSUM_NAMES } from '../writing/checksums.ts';
import type { ObjectDatabase } from './object-database.ts';
import { objectDetails, type StoredBody, storedBody } from './object-rows.ts';

const uploadRecord = objectDetails.extend({
  algorithm: z.enum(CHECKSUM_NAMES).optional(),
  checksumType: z.enum(['FULL_OBJECT', 'COMPOSITE']).optional(),
  /** Whether its key was written or emptied since it began. */
  stale: z.boolean().optional(),
});
export type Part = StoredBody & { number: number };
/** `initiated`: milliseconds since the epoch; `completed`: the entity tag of the object that it became. */
export type Upload = ObjectAddress & {
  id: string;
  record: z.infer<typeof uploadRecord>;
  initiated: number;
  completed?: string;
};

/** Uploads in parts. A completed one is remembered without its parts, so that a repeated completion gets its answer. */
export type UploadRows = {
  get(id: string): Upload | undefined;
  add(upload: Upload): void;
  complete(id: string, etag: string): void;
  remove(id: string): void;
  /** Notes in every upload of a key that the key was written or emptied. */
  noteChange(address: ObjectAddress): void;
  /** Forgets those of a bucket that were begun before a time and are complete. */
  forgetCompleted(bucket: string, before: number): void;
  /** Those of a bucket that are under way, by key and id. */
  ofBucket(bucket: string): Upload[];
  part(id: string, number: number): Part | undefined;
  putPart(id: string, part: Part): void;
  /** By number. */
  parts(id: string): Part[];
  allParts(): Iterable<Part>;
};

export function uploadRows({ prepare }: ObjectDatabase): UploadRows {
  const select = prepare('SELECT * FROM uploads WHERE id = ?');
  const insert = prepare('INSERT INTO uploads (id, bucket, key, record, initiated) VALUES (?, ?, ?, ?, ?)');
  const complete = prepare('UPDATE uploads SET completed = ? WHERE id = ?');
  const remove = prepare('DELETE FROM uploads WHERE id = ?');
  const removeParts = prepare('DELETE FROM parts WHERE upload = ?');
  const note = prepare(
    `UPDATE uploads SET record = json_set(record, '$.stale', json('true'))
     WHERE bucket = ? AND key = ? AND completed IS NULL`,
  );
  const ofBucket = prepare(
    'SELECT * FROM uploads WHERE bucket = ? AND completed IS NULL ORDER BY key, initiated, id',
  );
  const forget = prepare('DELETE FROM uploads WHERE bucket = ? AND completed IS NOT NULL AND initiated < ?');
  const part = prepare('SELECT * FROM parts WHERE upload = ? AND number = ?');
  const putPart = prepare('INSERT OR REPLACE INTO parts VALUES (?, ?, ?)');
  const parts = prepare('SELECT * FROM parts WHERE upload = ? ORDER BY number');
  const allParts = prepare('SELECT * FROM parts');
  return {
    get: (id) => {
      const row = select.get(id);
      return row && readUpload(row);
    },
    add: ({ id, bucket, key, record, initiated }) =>
      void insert.run(id, bucket, key, JSON.stringify(record), initiated),
    complete: (id, etag) => {
      complete.run(etag, id);
      removeParts.run(id);
    },
    remove: (id) => {
      remove.run(id);
      removeParts.run(id);
    },
    noteChange: ({ bucket, key }) => void note.run(bucket, key),
    forgetCompleted: (bucket, before) => void forget.run(bucket, before),
    ofBucket: (bucket) => ofBucket.all(bucket).map(readUpload),
    part: (id, number) => {
      const row = part.get(id, number);
      return row && readPart(row);
    },
    putPart: (id, { number, ...record }) => void putPart.run(id, number, JSON.stringify(record)),
    parts: (id) => parts.all(id).map(readPart),
    allParts: function* () {
      for (const row of allParts.iterate()) yield readPart(row);
    },
  };
}

type Row = Readonly<Record<string, unknown>>;

function readUpload(row: Row): Upload {
  const { id, bucket, key, initiated, record, completed } = row;
  return {
    id: String(id),
    bucket: String(bucket),
    key: String(key),
    initiated: Number(initiated),
    record: uploadRecord.parse(JSON.parse(String(record))),
    ...(typeof completed === 'string' && { completed }),
  };
}

function readPart({ number, record }: Row): Part {
  return { number: Number(number), ...storedBody.parse(JSON.parse(String(record))) };
}
