import type { Clock } from '../../clock.ts';
import type { Service } from '../../gateway/service.ts';
import { createEventSender, type ObjectEvent } from './events/outbox.ts';
import type { S3Permissions } from './s3-context.ts';
import type { S3Store } from './store/s3-store.ts';
import { createS3Service } from './s3-service.ts';
import { bucketSettings, type BucketSettings } from './store/bucket-rows.ts';
import { abortOldUploads } from './uploads/abort-uploads.ts';

/** The buckets of the stack. */
export type Objects = {
  service: Service;
  buckets: {
    /** Makes a bucket, or brings it to these settings; its objects stay. */
    put(name: string, settings: BucketSettings): void;
  };
  /** Begins to send events, and removes the notifications of buckets that no `put` has named since this was made. */
  start(): void;
  stop(): Promise<void>;
};

/** `accept` keeps an event for its function before it returns. */
export function createObjects(options: {
  store: S3Store;
  permissions: S3Permissions;
  clock: Clock;
  region: string;
  accountId: string;
  accept(event: ObjectEvent): void;
}): Objects {
  const { store, permissions, clock, region, accountId } = options;
  const sender = createEventSender(store.outbox, options.accept);
  const stopping = new AbortController();
  const put = new Set<string>();
  let sweep = Promise.resolve();
  const service = createS3Service({
    ...store,
    ...permissions,
    region,
    accountId,
    now: Date.now,
    clockNow: clock.now,
    onEvent: sender.send,
  });
  return {
    service,
    buckets: {
      put: (name, settings) => {
        put.add(name);
        store.buckets.put(name, Date.now(), settings);
      },
    },
    start: () => {
      for (const { name, created } of store.buckets.all())
        if (!put.has(name)) store.buckets.put(name, created, bucketSettings.parse({}));
      sender.start();
      sweep = abortOldUploads(store, clock, stopping.signal);
    },
    stop: () => {
      stopping.abort();
      return sweep;
    },
  };
}
