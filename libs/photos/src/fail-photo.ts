import { addLogIds, type Observation, type TaskHandler } from '@hanok/lambda';
import type { PhotoFailed, PhotoFailure } from './photo.ts';
import { executionName } from './start-photo.ts';
import { observeOutcome } from './observe-outcome.ts';
import type { PhotoTable } from './tables/photo-table.ts';

/** Longest reason, in UTF-16 code units. */
const MAX_REASON = 256;

/**
 * The task `photo-fail`: stores by which error an upload failed, also when no other task came to write it. What has
 * become of it otherwise stands, and so does a newer upload.
 */
export function failPhoto(
  options: Observation & { photos: PhotoTable; now?: () => Date },
): TaskHandler<PhotoFailure, PhotoFailed> {
  const { photos, now = () => new Date() } = options;
  return async ({ failure, ...upload }, signal) => {
    addLogIds({ executionName: executionName(upload) });
    const failed: PhotoFailed = {
      outcome: 'failed',
      reason: failure.Error.slice(0, MAX_REASON).toWellFormed(),
    };
    const place = await photos.receive(upload, now(), signal);
    if (place === 'newest') await photos.note(upload, failed, signal);
    observeOutcome(upload, failed, options);
    return failed;
  };
}
