import type { Clock } from '../../clock.ts';
import { sleepFor } from '../../triggers/delivery/sleep.ts';
import { abortUpload } from './abort-upload.ts';
import type { ObjectStore } from './objects-context.ts';

const EVERY_MS = 3_600_000;
const DAY_MS = 24 * 3_600_000;

/**
 * Aborts uploads in parts that are older than their bucket's lifecycle lets them be, once an hour of the clock, and
 * forgets completed ones after a day.
 */
export async function abortOldUploads(store: ObjectStore, clock: Clock, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    sweep(store, clock.now());
    await sleepFor(clock, EVERY_MS, signal);
  }
}

function sweep(store: ObjectStore, now: number): void {
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
