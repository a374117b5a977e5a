import { compareSequencers } from '@hanok/events';
import {
  framesIn,
  framesMetadata,
  inspectPicture,
  type IntakeRules,
  type ObjectStore,
  readPicture,
  renderPicture,
  type Rendition,
} from '@hanok/images';
import { addLogIds, type Observation, type TaskHandler } from '@hanok/lambda';
import type { NoPhoto, PhotoProxy, PhotoUpload } from './photo.ts';
import { executionName } from './start-photo.ts';
import { observeOutcome } from './observe-outcome.ts';
import { readUpload } from './read-upload.ts';
import type { UploadStore } from './store/upload-store.ts';
import type { PhotoTable } from './tables/photo-table.ts';

/** The longest side of a proxy, in pixels. */
const PROXY_SIDE = 1280;

/** How often a proxy is made again when others change it meanwhile. */
const ATTEMPTS = 4;
const SEQUENCER = 'source-sequencer';

type Options = Observation & {
  uploads: UploadStore;
  objects: Pick<ObjectStore, 'find' | 'write'>;
  photos: Pick<PhotoTable, 'note'>;
  proxiesBucket: string;
  rules: IntakeRules;
};
type Run = Options & { upload: PhotoUpload; signal: AbortSignal };

/**
 * The task `photo-proxy`: the photo upright, in sRGB, without metadata, its longest side at most `PROXY_SIDE` pixels,
 * under the photo's own key in the bucket of proxies. The proxy says which upload it was made of: it is replaced only as
 * it was seen, and never by an older one. To run the task again makes nothing again. Throws `ContendedProxyError`.
 */
export function makeProxy(options: Options): TaskHandler<PhotoUpload, PhotoProxy> {
  return async (upload, signal) => {
    addLogIds({ executionName: executionName(upload) });
    const proxy = await proxyOf({ ...options, upload, signal });
    await options.photos.note(upload, proxy, signal);
    observeOutcome(upload, proxy, options);
    return proxy;
  };
}

async function proxyOf(run: Run): Promise<PhotoProxy> {
  if (run.upload.bucket === run.proxiesBucket) return IN_OUTPUT_BUCKET;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const made = await replaceProxy(run);
    if (made !== 'contended') return made;
  }
  throw new ContendedProxyError();
}

/** Others changed the proxy at every attempt; the same again may succeed. */
export class ContendedProxyError extends Error {
  override readonly name = 'ContendedProxyError';
  override readonly message = 'The proxy changed at every attempt';
}

/** Its proxy would take the place of the photo itself. */
const IN_OUTPUT_BUCKET: NoPhoto = {
  outcome: 'rejected',
  reason: 'OutputBucket',
  detail: 'An upload to the bucket of the proxies',
};

async function replaceProxy(run: Run): Promise<PhotoProxy | 'contended'> {
  const { upload, objects, signal } = run;
  const target = { bucket: run.proxiesBucket, key: upload.key };
  const proxied = (frames: Rendition['frames']): PhotoProxy => ({
    outcome: 'proxied',
    proxyKey: upload.key,
    ...(frames && { frames }),
  });
  const standing = await objects.find(target, signal);
  const order = compareWithStanding(standing?.metadata[SEQUENCER], upload);
  if (order > 0) return { outcome: 'superseded' };
  if (order === 0) return proxied(framesIn(standing?.metadata ?? {}));
  const made = await readUpload(run, (body, length) => renderProxy(body, length, run.rules));
  if ('outcome' in made) return made;
  const { bytes: body, contentType, frames } = made;
  const metadata = { 'source-etag': upload.eTag, [SEQUENCER]: upload.sequencer, ...framesMetadata(frames) };
  const written = await objects.write(
    target,
    { body, contentType, metadata, expected: standing?.etag },
    signal,
  );
  return written ? proxied(frames) : 'contended';
}

/** Above 0 when the proxy is of a later upload, 0 when it is of this one; a proxy that names no upload is older. */
function compareWithStanding(standing: string | undefined, { sequencer }: PhotoUpload): number {
  return standing === undefined ? -1 : compareSequencers(standing, sequencer);
}

/** The proxy of a photo of `length` bytes. Throws `RejectedPictureError`, also for what only decoding all of it shows. */
async function renderProxy(
  stream: AsyncIterable<Uint8Array>,
  length: number,
  rules: IntakeRules,
): Promise<Rendition> {
  const file = await readPicture(stream, length, rules);
  const header = await inspectPicture(file, rules);
  const box = { width: PROXY_SIDE, height: PROXY_SIDE };
  return renderPicture(file, header, { box, limits: rules.limits });
}
