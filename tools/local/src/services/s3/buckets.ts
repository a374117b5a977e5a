import type { Account } from '../../arn.ts';
import type { Clock } from '../../clock.ts';
import type { Service } from '../../gateway/service.ts';
import { disposable } from '../../stack/part.ts';
import { createEventSender, type ObjectEvent } from './events/outbox.ts';
import type { S3Permissions } from './s3-context.ts';
import { s3Service } from './s3-service.ts';
import { bucketSettings, type BucketSettings } from './store/bucket-rows.ts';
import type { S3Store } from './store/s3-store.ts';
import { abortOldUploads } from './uploads/abort-uploads.ts';

/** The buckets of the stack. */
export type Buckets = {
  service: Service;
  /** Makes a bucket, or brings it to these settings; its objects stay. */
  put(name: string, settings: BucketSettings): void;
  /** Gives a bucket its policy as JSON, which clients can read. Throws when there is no such bucket. */
  putPolicy(name: string, policy: string): void;
  /**
   * Removes the notifications of buckets that no `put` has named, begins to send events and to abort old uploads. To be
   * disposed before the store is closed.
   */
  start(): AsyncDisposable;
};

/** `accept` keeps an event for its function before it returns. */
export function createBuckets(
  options: Account & {
    store: S3Store;
    permissions: S3Permissions;
    clock: Clock;
    accept(event: ObjectEvent): void;
  },
): Buckets {
  const { store, permissions, clock, region, accountId } = options;
  const sender = createEventSender(store.outbox, options.accept);
  const named = new Set<string>();
  const clocks = { now: Date.now, clockNow: clock.now };
  return {
    service: s3Service({
      ...{ ...store, ...permissions, ...clocks, region, accountId },
      onEvent: sender.send,
    }),
    put: (name, settings) => {
      named.add(name);
      store.buckets.put(name, Date.now(), settings);
    },
    putPolicy: (name, policy) => {
      const bucket = store.buckets.get(name);
      if (bucket === undefined) throw new Error(`there is no bucket ${name}`);
      store.buckets.put(name, bucket.created, { ...bucket.settings, policy });
    },
    start: () => {
      for (const { name, created } of store.buckets.all())
        if (!named.has(name)) store.buckets.put(name, created, bucketSettings.parse({}));
      sender.start();
      const stopping = new AbortController();
      const sweep = abortOldUploads(store, clock, stopping.signal);
      return disposable(() => {
        stopping.abort();
        return sweep;
      });
    },
  };
}
