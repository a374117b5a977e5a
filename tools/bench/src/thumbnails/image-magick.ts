import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { requireEqual } from '../harness/wrong-outcome.ts';
import { imageSize } from './image-size.ts';
import { peakMemory } from './peak-memory.ts';
import type { Reading } from './run-worker.ts';
import type { SamplePicture } from './sample-pictures.ts';

const run = promisify(execFile);
const COMMANDS = ['magick', 'convert', 'convert-im6.q16'];

/** ImageMagick's command on PATH; undefined when it is not installed. */
export async function findImageMagick(): Promise<string | undefined> {
  for (const command of COMMANDS) {
    const version = await run(command, ['-version']).catch(() => ({ stdout: '' }));
    if (version.stdout.includes('ImageMagick')) return command;
  }
  return undefined;
}

/** How often its memory is looked at. */
const POLL_MS = 5;

/** Runs the command once, as a function would that calls it: a process per picture. */
export async function runImageMagick(command: string, picture: SamplePicture): Promise<Reading> {
  const output = join(picture.file + (picture.kind === 'PNG' ? '-thumbnail.png' : '-thumbnail.jpg'));
  const begun = performance.now();
  const call = run(command, [picture.file, '-auto-orient', '-resize', '128x128>', '-strip', output]);
  let peakMb = 0;
  const poll = setInterval(() => {
    void peakMemory(call.child.pid).then((now) => (peakMb = Math.max(peakMb, now)));
  }, POLL_MS);
  await call.finally(() => clearInterval(poll));
  const perSecond = 1_000 / (performance.now() - begun);
  const { width, height } = picture;
  requireEqual(`The size of ImageMagick's thumbnail`, imageSize(await readFile(output)), { width, height });
  return { perSecond, peakMb };
}
