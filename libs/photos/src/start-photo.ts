import type { S3Record } from '@hanok/events';
import {
  addLogIds,
  fingerprint,
  type Observation,
  type RecordHandler,
  RejectedRecordError,
} from '@hanok/lambda';
import type { Executions } from '@hanok/workflows/executions';
import type { PhotoUpload } from './photo.ts';
import { uploadOrder } from './photo-key.ts';

/**
 * Starts the execution of each upload, once however often its event comes: while it runs, and for 90 days after. One that
 * failed is started again. What is no upload is rejected.
 */
export function startPhoto(
  options: Observation & { executions: Pick<Executions, 'start'> },
): RecordHandler<S3Record> {
  const { executions, log, metrics } = options;
  return async ({ eventName, s3 }, { signal }) => {
    const photo = { bucket: s3.bucket.name, key: s3.object.key };
    const { eTag, sequencer } = s3.object;
    if (!eventName.startsWith('ObjectCreated:') || eTag === undefined)
      throw new RejectedRecordError('NotAnUpload', `${eventName} is no upload`, { fields: photo });
    // An event that writes the sequencer in another case is of the same upload.
    const upload = { ...photo, eTag, sequencer: sequencer.toUpperCase() };
    addLogIds({ executionName: executionName(upload) });
    await executions.start(executionName(upload), upload, signal);
    log.info('photo started', photo);
    metrics.count('PhotosStarted');
  };
}

/** 43 letters, digits, - and _, made from bucket, key and sequencer. */
export function executionName(upload: PhotoUpload): string {
  const { bucket, key } = upload;
  return fingerprint({ bucket, key, order: uploadOrder(upload) });
}
