import * as z from 'zod';
import { notificationConfig } from '../events/notification-config.ts';
import type { ObjectDatabase } from './object-database.ts';

/** What a template says about a bucket. */
export const bucketSettings = z.object({
  notifications: z.array(notificationConfig).default([]),
  /** Uploads in parts that are not completed after so many days are aborted, by the prefix of their key. */
  abortUploads: z.array(z.object({ prefix: z.string(), days: z.number() })).default([]),
  /** Its policy as JSON. */
  policy: z.string().optional(),
});

export type BucketSettings = z.infer<typeof bucketSettings>;
/** `created`: milliseconds since the epoch. */
export type Bucket = { name: string; created: number; settings: BucketSettings };

export type BucketRows = {
  get(name: string): Bucket | undefined;
  /** Makes the bucket, or puts the settings in place of those that it has. */
  put(name: string, created: number, settings: BucketSettings): void;
  remove(name: string): void;
  /** By name. */
  all(): Bucket[];
};

export function bucketRows({ prepare }: ObjectDatabase): BucketRows {
  const select = prepare('SELECT * FROM buckets WHERE name = ?');
  const all = prepare('SELECT * FROM buckets ORDER BY name');
  const upsert = prepare(
    'INSERT INTO buckets VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET settings = excluded.settings',
  );
  const remove = prepare('DELETE FROM buckets WHERE name = ?');
  return {
    get: (name) => {
      const row = select.get(name);
      return row && readBucket(row);
    },
    put: (name, created, settings) => void upsert.run(name, created, JSON.stringify(settings)),
    remove: (name) => void remove.run(name),
    all: () => all.all().map(readBucket),
  };
}

function readBucket(row: Readonly<Record<string, unknown>>): Bucket {
  const settings = bucketSettings.parse(JSON.parse(String(row['settings'])));
  return { name: String(row['name']), created: Number(row['created']), settings };
}
