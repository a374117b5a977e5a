import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFrames, writeFrame } from './frames.ts';

type Frame = { head: string; body: string | undefined };

/** What is read of bytes that come in pieces, and whether the stream is whole after them. */
async function readOf(bytes: Buffer, cuts: readonly number[], mostBytes = 1_000) {
  const stream = new PassThrough();
  const read: Frame[] = [];
  readFrames(stream, mostBytes, (head, body) => {
    if (head === 'throws') throw new Error('It throws');
    read.push({ head, body });
  });
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  for (const [index, end] of places.slice(1).entries()) {
    const piece = bytes.subarray(places[index], end);
    if (piece.length > 0 && !stream.destroyed) stream.write(piece);
  }
  await new Promise(setImmediate);
  return { read, isWhole: !stream.destroyed };
}

function bytesOf(...frames: readonly { head: string; body: string }[]): Buffer {
  const written: Buffer[] = [];
  const stream = new PassThrough().on('data', (chunk: Buffer) => written.push(chunk));
  for (const { head, body } of frames) writeFrame(stream, head, body);
  stream.read();
  return Buffer.concat(written);
}

describe('readFrames', () => {
  it('reads the frames that were written however the bytes are cut', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 });
    const frame = fc.record({ head: text.filter((head) => head !== 'throws'), body: text });
    await fc.assert(
      fc.asyncProperty(fc.array(frame), fc.array(fc.nat(10_000)), async (frames, cuts) => {
        expect(await readOf(bytesOf(...frames), cuts)).toEqual({ read: frames, isWhole: true });
      }),
    );
  });

  it.each([1_000, 1_001])('passes over a body of more than 1,000 bytes: %d', async (length) => {
    const frames = [
      { head: 'large', body: 'b'.repeat(length) },
      { head: 'next', body: '' },
    ];
    expect(await readOf(bytesOf(...frames), [3, 8, 500])).toEqual({
      read: [{ head: 'large', body: length > 1_000 ? undefined : 'b'.repeat(length) }, frames[1]],
      isWhole: true,
    });
  });

  it.each([
    ['a head of more than 64 KiB', bytesOf({ head: 'h'.repeat(65_537), body: '' })],
    ['what is no frame', Buffer.alloc(64, 0xff)],
    ['a frame that cannot be taken', bytesOf({ head: 'throws', body: '' })],
  ])('ends the stream for %s', async (_, bytes) => {
    expect(await readOf(bytes, [])).toEqual({ read: [], isWhole: false });
  });
});
