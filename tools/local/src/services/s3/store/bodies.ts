import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Segment } from './object-rows.ts';

/**
 * The bodies of objects, each a file of its own that never changes, under a name of ours: a key never becomes a path.
 * A file is whole before anything refers to it.
 */
export type Bodies = {
  /** Stores a body as it comes in; what breaks off leaves no file. */
  write(source: AsyncIterable<Buffer>): Promise<Segment>;
  /** The bytes from `start` up to before `end`. Its files stay until the stream is closed. */
  read(segments: readonly Segment[], start: number, end: number): Readable;
  /** Removes files, each once no stream reads it. */
  remove(segments: readonly Segment[]): void;
};

/** Opens the folder and removes the files that nothing refers to: what was under way when the stack was killed. */
export function openBodies(dir: string, referred: () => Iterable<Segment>): Bodies {
  mkdirSync(dir, { recursive: true });
  removeOrphans(dir, referred);
  const readers = new Map<string, number>();
  const doomed = new Set<string>();

  function drop(file: string): void {
    if ((readers.get(file) ?? 0) > 0) doomed.add(file);
    else rmSync(join(dir, file), { force: true });
  }

  function count(segments: readonly Segment[], change: 1 | -1): void {
    for (const { file } of segments) {
      const left = (readers.get(file) ?? 0) + change;
      if (left > 0) readers.set(file, left);
      else readers.delete(file);
      if (left === 0 && doomed.delete(file)) drop(file);
    }
  }

  return {
    write: (source) => writeBody(dir, source),
    read: (segments, start, end) => {
      count(segments, 1);
      const stream = Readable.from(readRange(dir, segments, start, end), { objectMode: false });
      return stream.once('close', () => count(segments, -1));
    },
    remove: (segments) => segments.forEach(({ file }) => drop(file)),
  };
}

async function writeBody(dir: string, source: AsyncIterable<Buffer>): Promise<Segment> {
  const file = randomUUID();
  let size = 0;
  const counted = async function* () {
    for await (const chunk of source) {
      size += chunk.length;
      yield chunk;
    }
  };
  try {
    await pipeline(counted, createWriteStream(join(dir, file), { flags: 'wx' }));
    return { file, size };
  } catch (error) {
    rmSync(join(dir, file), { force: true });
    throw error;
  }
}

async function* readRange(
  dir: string,
  segments: readonly Segment[],
  start: number,
  end: number,
): AsyncGenerator<Buffer> {
  let offset = 0;
  for (const { file, size } of segments) {
    const [first, last] = [Math.max(start - offset, 0), Math.min(end - offset, size) - 1];
    if (last >= first)
      yield* createReadStream(join(dir, file), { start: first, end: last, highWaterMark: 256 * 1024 });
    offset += size;
  }
}

function removeOrphans(dir: string, referred: () => Iterable<Segment>): void {
  const files = readdirSync(dir);
  if (files.length === 0) return;
  const kept = new Set([...referred()].map(({ file }) => file));
  for (const file of files) if (!kept.has(file)) rmSync(join(dir, file), { force: true });
}

/** Passes a body on and gives its MD5, which is whole when the body is. */
export function withMd5(source: AsyncIterable<Buffer>): { source: AsyncIterable<Buffer>; md5: () => Buffer } {
  const hash = createHash('md5');
  const passing = async function* () {
    for await (const chunk of source) {
      hash.update(chunk);
      yield chunk;
    }
  };
  return { source: passing(), md5: () => hash.digest() };
}
