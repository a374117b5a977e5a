import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { makeThumbnails, RejectedPictureError, saveDecoderMemory } from '../index.ts';
import { RULES } from '../pictures.fixture.ts';

/** What became of one file, a line of the program below; `error` is what must not happen. */
export type Outcome =
  | { name: string; thumbnail: { width: number; height: number; contentType: string } }
  | { name: string; rejected: string }
  | { name: string; error: string };

/** Its last line. */
export type Peak = { peakMb: number };

/** A program that makes a thumbnail of every file in the folder of its first argument, in turn, as the function does. */
async function main(folder: string): Promise<void> {
  saveDecoderMemory();
  for (const name of (await readdir(folder)).toSorted()) say(await outcomeOf(folder, name));
  say({ peakMb: await peakMemory() });
}

async function outcomeOf(folder: string, name: string): Promise<Outcome> {
  const path = join(folder, name);
  try {
    const { size } = await stat(path);
    const [made] = await makeThumbnails(createReadStream(path), size, RULES);
    if (made === undefined) return { name, error: 'nothing made' };
    const { width, height } = await sharp(made.bytes).metadata();
    return { name, thumbnail: { width, height, contentType: made.contentType } };
  } catch (error) {
    if (error instanceof RejectedPictureError) return { name, rejected: error.reason };
    return { name, error: String(error) };
  }
}

/** Of this process alone, where Linux tells it: the other figure begins with that of the process that started it. */
async function peakMemory(): Promise<number> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? process.resourceUsage().maxRSS) / 1024;
}

function say(line: Outcome | Peak): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

await main(process.argv[2] ?? '');
