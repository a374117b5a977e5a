import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { outboxRows, type OutboxRows } from '../events/outbox.ts';
import { type Bodies, openBodies } from './bodies.ts';
import { bucketRows, type BucketRows } from './bucket-rows.ts';
import { openObjectDatabase } from './object-database.ts';
import { objectRows, type ObjectRows } from './object-rows.ts';
import { uploadRows, type UploadRows } from './upload-rows.ts';

/** Where objects are kept. */
export type S3Store = {
  buckets: BucketRows;
  objects: ObjectRows;
  uploads: UploadRows;
  outbox: OutboxRows;
  bodies: Bodies;
  /** All of the work or none of it. */
  transaction<Result>(work: () => Result): Result;
};

/** Opens what a folder holds, or begins anew. An object whose write was answered survives kill -9. */
export function openS3Store(dir: string): S3Store & { clear(): void; close(): void } {
  mkdirSync(dir, { recursive: true });
  const database = openObjectDatabase(join(dir, 'objects.db'));
  const [buckets, objects, uploads] = [bucketRows(database), objectRows(database), uploadRows(database)];
  const referred = function* () {
    for (const { segments } of objects.all()) yield* segments;
    for (const { segments } of uploads.allParts()) yield* segments;
  };
  const bodies = openBodies(join(dir, 'bodies'), referred);
  return {
    buckets,
    objects,
    uploads,
    outbox: outboxRows(database),
    bodies,
    /** Forgets objects and uploads; buckets stay. */
    clear: () => {
      const gone = [...referred()];
      database.transaction(() => {
        for (const table of ['objects', 'uploads', 'parts', 'outbox'])
          database.prepare(`DELETE FROM ${table}`).run();
      });
      bodies.remove(gone);
    },
    transaction: database.transaction,
    close: database.close,
  };
}
