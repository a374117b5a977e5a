import { compareSequencers } from '@hanok/events';
import type { ObjectAddress } from '../store/object-store.ts';
import type { ThumbnailRun } from './thumbnail-run.ts';

/** What a thumbnail says in its metadata of the upload that it was made of. */
type Origin = {
  /** ETag of the upload. */
  source: string;
  /** Not older than that of any event that led to the thumbnail. */
  sequencer: string;
  /** The sizes that were configured. */
  sizes: string;
  /** Request id of the invocation that wrote it. */
  invocation: string;
};

/** A thumbnail as it stands. Without an origin it was put there by others: whatever comes is newer. */
export type StoredThumbnail = {
  etag: string;
  origin: Origin | undefined;
  /** The trace of the invocation that wrote it. */
  traceparent?: string | undefined;
};

export async function findThumbnail(
  { objects, signal }: ThumbnailRun,
  address: ObjectAddress,
): Promise<StoredThumbnail | undefined> {
  const stored = await objects.find(address, signal);
  if (stored === undefined) return undefined;
  const {
    'source-etag': source,
    'source-sequencer': sequencer,
    sizes,
    invocation,
    traceparent,
  } = stored.metadata;
  const isOurs =
    source !== undefined && sequencer !== undefined && sizes !== undefined && invocation !== undefined;
  const origin = isOurs ? { source, sequencer, sizes, invocation } : undefined;
  return { etag: stored.etag, origin, traceparent };
}

/** The metadata of a thumbnail that this run writes in place of `before`: its sequencer never goes back. */
export function metadataOf(run: ThumbnailRun, source: string, before: StoredThumbnail | undefined) {
  const stands = before?.origin?.sequencer ?? run.sequencer;
  const sequencer = compareSequencers(stands, run.sequencer) > 0 ? stands : run.sequencer;
  return {
    'source-etag': source,
    'source-sequencer': sequencer,
    sizes: run.sizes,
    invocation: run.requestId,
  };
}

/**
 * Whether another invocation has made the thumbnails of this very content for this event or a later one. One that
 * this invocation wrote is not enough: it may have been killed before it looked at the upload again.
 */
export function isRepeat(run: ThumbnailRun, main: StoredThumbnail | undefined): boolean {
  const isOfOther = main?.origin?.invocation !== run.requestId;
  return isOfOther && main?.origin?.source === run.eTag && isAnswered(run, main);
}

/** The content that all thumbnails were made of; undefined when one of them does not answer the event yet. */
export function knownUpload(
  run: ThumbnailRun,
  found: readonly (StoredThumbnail | undefined)[],
): string | undefined {
  const [source, ...others] = new Set(found.map((each) => each?.origin?.source));
  return others.length === 0 && found.every((each) => isAnswered(run, each)) ? source : undefined;
}

function isAnswered(run: ThumbnailRun, stored: StoredThumbnail | undefined): boolean {
  const origin = stored?.origin;
  if (origin?.sizes !== run.sizes) return false;
  return compareSequencers(origin.sequencer, run.sequencer) >= 0;
}
