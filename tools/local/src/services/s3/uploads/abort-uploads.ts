import type { Clock } from '../../../clock.ts';
import { sleepFor } from '../../../triggers/delivery/sleep.ts';
import type { S3Store } from '../store/s3-store.ts';
import type { Upload } from '../store/upload-rows.ts';

/** Forgets an upload and removes its parts. */
export function abortUpload(
  { id }: Pick<Upload, 'id'>,
  context: Pick<S3Store, 'uploads' | 'bodies' | 'transaction'>,
): void {
  const parts = context.transaction(() => {
    const uploaded = context.uploads.parts(id);
    context.uploads.remove(id);
    return uploaded;
  });
  context.bodies.remove(parts.flatMap(({ segments }) => segments));
}

const EVERY_MS = 3_600_000;
const DAY_MS = 24 * 3_600_000;

/**
 * Aborts uploads in parts that are older than their bucket's lifecycle lets them be, once an hour of the clock, and
 * forgets completed ones after a day.
 */
export async function abortOldUploads(store: S3Store, clock: Clock, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    sweep(store, clock.now());
    await sleepFor(clock, EVERY_MS, signal);
  }
}

function sweep(store: S3Store, now: number): void {
  for (const { name, settings } of store.buckets.all()) {
    const old = store.uploads
      .ofBucket(name)
      .filter(({ key, initiated }) =>
        settings.abortUploads.some(
          ({ prefix, days }) => key.startsWith(prefix) && now - initiated > days * DAY_MS,
        ),
      );
    for (const upload of old) abortUpload(upload, store);
    store.uploads.forgetCompleted(name, now - DAY_MS);
  }
}
