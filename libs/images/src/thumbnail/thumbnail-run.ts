import type { AsyncInvocation } from '@hanok/lambda';
import type { ThumbnailRules } from './make-thumbnails.ts';
import type { ObjectAddress, ObjectStore } from '../store/object-store.ts';

/** One event on its way: which upload it speaks of, and where the thumbnails of that are. */
export type ThumbnailRun = AsyncInvocation & {
  objects: ObjectStore;
  rules: ThumbnailRules;
  upload: ObjectAddress;
  /** One per size, in their order. */
  targets: readonly ObjectAddress[];
  /** The names of the sizes. */
  sizes: string;
  /** Of the event. */
  sequencer: string;
  /** Of the upload when the event was sent, without quotes; none when it was removed. */
  eTag?: string | undefined;
};
