import type { Clock } from '../../clock.ts';
import type { Service } from '../../gateway/service.ts';
import { abortOldUploads } from './abort-old-uploads.ts';
import { bucketSettings, type BucketSettings } from './bucket-rows.ts';
import type { ObjectEvent } from './outbox-rows.ts';
import type { ObjectPermissions, ObjectStore } from './objects-context.ts';
import { createObjectsService } from './objects-service.ts';
import { createEventSender } from './send-events.ts';

/** The buckets of the stack. */
export type Objects = {
  service: Service;
  buckets: {
    /** Makes a bucket, or brings it to these settings; its objects stay. */
    put(name: string, settings: BucketSettings): void;
  };
  /** Begins to tell of events, and takes notifications from buckets that nobody has put since this was made. */
  start(): void;
  stop(): Promise<void>;
};

/** `accept` keeps an event for its function before it returns. */
export function createObjects(options: {
  store: ObjectStore;
  permissions: ObjectPermissions;
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
  const service = createObjectsService({
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
