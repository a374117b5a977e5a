import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openBodies } from './bodies.ts';
import { bucketRows } from './bucket-rows.ts';
import { openObjectDatabase } from './object-database.ts';
import { objectRows } from './object-rows.ts';
import type { ObjectStore } from './objects-context.ts';
import { outboxRows } from './outbox-rows.ts';
import { uploadRows } from './upload-rows.ts';

/** Opens what a folder holds, or begins anew. An object whose write was answered survives kill -9. */
export function openObjectStore(dir: string): ObjectStore & { close(): void } {
  mkdirSync(dir, { recursive: true });
  const database = openObjectDatabase(join(dir, 'objects.db'));
  const [buckets, objects, uploads] = [bucketRows(database), objectRows(database), uploadRows(database)];
  const referred = function* () {
    for (const { segments } of objects.all()) yield* segments;
    for (const { segments } of uploads.allParts()) yield* segments;
  };
  return {
    buckets,
    objects,
    uploads,
    outbox: outboxRows(database),
    bodies: openBodies(join(dir, 'bodies'), referred),
    transaction: database.transaction,
    close: database.close,
  };
}
