import type { S3Record } from '@hanok/events';
import { continueTrace, type Observation, type RecordHandler } from '@hanok/lambda';
import { ContendedThumbnailError, RejectedPictureError } from '../errors.ts';
import type { Rendition } from '../picture/render-picture.ts';
import type { ThumbnailRules } from './make-thumbnails.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { replaceThumbnails } from './replace-thumbnails.ts';
import { findThumbnail, isRepeat, knownUpload } from './stored-thumbnail.ts';
import type { ThumbnailRun } from './thumbnail-run.ts';
import { thumbnailKeys } from './thumbnail-size.ts';
import { isStill, located, thumbnailsOf } from './upload.ts';

/** How often a run begins again when others change the upload or its thumbnails. */
const ATTEMPTS = 6;

type Options = Observation & { objects: ObjectStore; resizedBucket: string; rules: ThumbnailRules };

/**
 * Brings the thumbnails of an upload to what the upload is now. An event only says which key to look at, so repeats,
 * any order, and a kill between any two steps end the same. Three things keep an older upload from winning: a
 * thumbnail is replaced only as it was seen, its sequencer never goes back, and the upload is looked at once more
 * when the thumbnail is written.
 */
export function refreshThumbnails({ log, metrics, ...options }: Options): RecordHandler<S3Record> {
  return async ({ s3 }, invocation) => {
    const { key, sequencer, eTag } = s3.object;
    const run = {
      ...invocation,
      ...options,
      ...begin({ bucket: s3.bucket.name, key }, options),
      sequencer,
      eTag,
    };
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const settled = await settle(run);
      if (settled === 'contended') continue;
      log.info('thumbnails', { ...run.upload, ...settled });
      if (settled.frames) metrics.count('ThumbnailsShortened');
      return metrics.count(`Thumbnails${settled.outcome}`);
    }
    throw new ContendedThumbnailError();
  };
}

function begin(
  upload: ThumbnailRun['upload'],
  { resizedBucket, rules }: Pick<Options, 'resizedBucket' | 'rules'>,
) {
  const sizes = rules.sizes.map(({ name }) => name).join(' ');
  return located(upload, () => {
    if (upload.bucket === resizedBucket)
      throw new RejectedPictureError('OutputBucket', 'An upload to the bucket of the thumbnails');
    const targets = thumbnailKeys(upload.key, rules.sizes).map((key) => ({ bucket: resizedBucket, key }));
    return { upload, targets, sizes };
  });
}

type Settled = {
  outcome: 'Repeated' | 'UpToDate' | 'Made' | 'Removed' | 'NotThere';
  /** Of the main thumbnail, when it was shortened. */
  frames?: Rendition['frames'];
};

/** What became of the thumbnails; `contended` when something changed meanwhile. Throws the picture's rejection. */
async function settle(run: ThumbnailRun): Promise<Settled | 'contended'> {
  const [main, ...others] = run.targets;
  const first = main && (await findThumbnail(run, main));
  if (isRepeat(run, first)) {
    continueTrace(first?.traceparent);
    return { outcome: 'Repeated' };
  }
  const found = [first, ...(await Promise.all(others.map((each) => findThumbnail(run, each))))];
  const upload = await run.objects.read(run.upload, knownUpload(run, found), run.signal);
  if (upload.state === 'unchanged') return { outcome: 'UpToDate' };
  if (upload.state === 'there') continueTrace(upload.traceparent);
  const { thumbnails, rejected } = await thumbnailsOf(run, upload);
  const origin = upload.state === 'there' ? upload.etag : undefined;
  const changes = await replaceThumbnails(run, { origin, found, thumbnails });
  if (changes === 'contended') return 'contended';
  if (changes > 0 && !(await isStill(run, origin))) return 'contended';
  if (rejected) throw rejected;
  if (upload.state !== 'there') return { outcome: changes > 0 ? 'Removed' : 'NotThere' };
  const frames = thumbnails[0]?.frames;
  return { outcome: 'Made', ...(frames && { frames }) };
}
