import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as z from 'zod';
import { requireEqual } from '../harness/wrong-outcome.ts';
import type { SamplePicture } from './sample-pictures.ts';

const reading = z.object({
  perSecond: z.number(),
  peakMb: z.number(),
  width: z.number(),
  height: z.number(),
});
/** Thumbnails per second, after a first one, and the peak of resident memory in MB. */
export type Reading = { perSecond: number; peakMb: number };

/** What a new process of a bundled worker shows that makes the thumbnail of the picture `count` times. */
export async function runWorker(worker: string, picture: SamplePicture, count: number): Promise<Reading> {
  const { name, file, width, height } = picture;
  const { stdout } = await promisify(execFile)(process.execPath, [worker, file, String(count)]);
  const { perSecond, peakMb, ...size } = reading.parse(JSON.parse(stdout));
  requireEqual(`The thumbnail of the ${name}, made by ${worker},`, size, { width, height });
  return { perSecond, peakMb };
}
