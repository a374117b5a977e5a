import { createReadStream } from 'node:fs';
import { imageSize } from '../image-size.ts';
import { peakMemory } from '../peak-memory.ts';

/**
 * Makes the thumbnail of one file again and again, in a process of its own, so that its peak of memory is its own.
 * `make` answers the thumbnail of a file. Arguments of the process: file, count. Prints what `run-worker.ts` reads.
 */
export async function work(make: (file: string) => Promise<Buffer>): Promise<void> {
  const [, , file = '', count = '1'] = process.argv;
  let thumbnail = await make(file);
  const begun = performance.now();
  for (let made = 0; made < Number(count); made += 1) thumbnail = await make(file);
  const perSecond = (1_000 * Number(count)) / (performance.now() - begun);
  const peakMb = await peakMemory(process.pid);
  console.log(JSON.stringify({ perSecond, peakMb, ...imageSize(thumbnail) }));
}

/** The bytes of a file in one buffer, as the client of S3 collects the body of an answer. */
export async function wholeFile(file: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(file)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
