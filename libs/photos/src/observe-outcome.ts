import type { Observation } from '@hanok/lambda';
import type { PhotoUpload } from './photo.ts';
import type { PhotoOutcome } from './tables/photo-table.ts';

/** One log line and one count, such as `PhotosRejected`, for what came of an upload. */
export function observeOutcome(
  { bucket, key }: PhotoUpload,
  result: PhotoOutcome,
  { log, metrics }: Observation,
): void {
  const { outcome } = result;
  const why = outcome === 'rejected' ? { reason: result.reason, detail: result.detail } : {};
  const error = outcome === 'failed' ? { reason: result.reason } : {};
  const frames = outcome === 'proxied' && result.frames ? { frames: result.frames } : {};
  log.info('photo', { bucket, key, outcome, ...why, ...error, ...frames });
  metrics.count(`Photos${outcome[0]?.toUpperCase()}${outcome.slice(1)}`);
  if (outcome === 'rejected') metrics.count(`Rejected${result.reason}`);
}
