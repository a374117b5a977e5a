import { inspectPicture, type IntakeRules, readPicture } from '@hanok/images';
import { addLogIds, type Observation, type TaskHandler } from '@hanok/lambda';
import type { PhotoInspection, PhotoUpload } from './photo.ts';
import { executionName } from './start-photo.ts';
import { observeOutcome } from './observe-outcome.ts';
import { readUpload } from './read-upload.ts';
import type { UploadStore } from './store/upload-store.ts';
import type { PhotoTable } from './tables/photo-table.ts';

type Options = Observation & {
  uploads: UploadStore;
  photos: PhotoTable;
  rules: IntakeRules;
  now?: () => Date;
};

/**
 * The task `photo-inspect`: whether the upload is still there and a picture within the limits. Decodes no pixel. The
 * table has the finding before it is answered; to run the task again changes nothing.
 */
export function inspectPhoto(options: Options): TaskHandler<PhotoUpload, PhotoInspection> {
  const { photos, now = () => new Date() } = options;
  return async (upload, signal) => {
    addLogIds({ executionName: executionName(upload) });
    const place = await photos.receive(upload, now(), signal);
    const inspection: PhotoInspection =
      place === 'superseded' ? { outcome: place } : await inspect(upload, options, signal);
    await photos.note(upload, inspection, signal);
    observeOutcome(upload, inspection, options);
    return inspection;
  };
}

function inspect(upload: PhotoUpload, { uploads, rules, log }: Options, signal: AbortSignal) {
  return readUpload({ upload, uploads, signal, log }, async (body, length): Promise<PhotoInspection> => {
    const file = await readPicture(body, length, rules);
    const { format, width, height, frames, orientation } = await inspectPicture(file, rules);
    return { outcome: 'accepted', photo: { format, width, height, frames, orientation, bytes: length } };
  });
}
