import { framesMetadata, type Rendition } from '../picture/render-picture.ts';
import { metadataOf, type StoredThumbnail } from './stored-thumbnail.ts';
import type { ThumbnailRun } from './thumbnail-run.ts';

type Replacement = {
  /** ETag of the upload; undefined when it is gone. */
  origin: string | undefined;
  /** What stands at each target. */
  found: readonly (StoredThumbnail | undefined)[];
  /** What is to stand there; nothing when there is to be no thumbnail. */
  thumbnails: readonly Rendition[];
};

/**
 * Puts the thumbnails where they belong, or removes those that stand there, and answers how many objects changed;
 * `contended` when one of them is not as it was found. The main one is last: once it stands, all others do.
 */
export async function replaceThumbnails(
  run: ThumbnailRun,
  replacement: Replacement,
): Promise<number | 'contended'> {
  let changes = 0;
  for (const index of [...run.targets.keys()].toReversed()) {
    const changed = await replaceOne(run, index, replacement);
    if (changed === false) return 'contended';
    changes += changed === true ? 1 : 0;
  }
  return changes;
}

/** Undefined when there was nothing to do; false when others were there first. */
async function replaceOne(
  run: ThumbnailRun,
  index: number,
  { origin, found, thumbnails }: Replacement,
): Promise<boolean | undefined> {
  const target = run.targets[index];
  const before = found[index];
  const thumbnail = thumbnails[index];
  if (target === undefined) return undefined;
  if (thumbnail !== undefined && origin !== undefined) {
    const { bytes: body, contentType, frames } = thumbnail;
    const metadata = { ...metadataOf(run, origin, before), ...framesMetadata(frames) };
    return run.objects.write(target, { body, contentType, metadata, expected: before?.etag }, run.signal);
  }
  return before && run.objects.remove(target, before.etag, run.signal);
}
