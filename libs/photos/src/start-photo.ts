import type { S3Record } from '@hanok/events';
import { type Observation, type RecordHandler, RejectedRecordError } from '@hanok/lambda';
import type { ExecutionStore } from './execution-store.ts';

/** Starts the execution of each upload, once however often its event comes. What is no upload is rejected. */
export function createStartPhoto(
  options: Observation & { executions: ExecutionStore },
): RecordHandler<S3Record> {
  const { executions, log } = options;
  return async ({ eventName, s3 }, { signal }) => {
    const upload = { bucket: s3.bucket.name, key: s3.object.key };
    const { eTag, sequencer } = s3.object;
    if (!eventName.startsWith('ObjectCreated:') || eTag === undefined)
      throw new RejectedRecordError('NotAnUpload', `${eventName} is no upload`, { fields: upload });
    await executions.start({ ...upload, eTag, sequencer }, signal);
    log.info('photo started', upload);
    options.metrics.count('PhotosStarted');
  };
}
