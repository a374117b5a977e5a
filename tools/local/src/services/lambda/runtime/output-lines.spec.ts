import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PassThrough } from 'node:stream';
import { MOST_EVENT_BYTES, readOutputLines } from './output-lines.ts';

async function linesOf(chunks: readonly Uint8Array[]): Promise<string[]> {
  const stream = new PassThrough();
  const lines: string[] = [];
  readOutputLines(stream, (line) => lines.push(line));
  for (const chunk of chunks) stream.write(chunk);
  await new Promise((resolve) => stream.once('close', resolve).end());
  return lines;
}

describe('readOutputLines', () => {
  it('reads the same lines however the bytes are cut, and ends none at what only looks like an end', async () => {
    const unit = fc.constantFrom('a', '한', '😀', '\n', '\r', '\u2028', '\u2029', '\u0085', '\v');
    const property = fc.asyncProperty(fc.string({ unit }), fc.nat(30), async (text, cut) => {
      const bytes = Buffer.from(text);
      const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
      const last = text.endsWith('\n') || text === '' ? lines.slice(0, -1) : lines;
      expect(await linesOf([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(last);
    });
    await fc.assert(property);
  });

  it('gives a line without an end in parts of the size of a log event', async () => {
    const chunk = Buffer.alloc(300_000, 'a');
    const lines = await linesOf([...Array<Buffer>(8).fill(chunk), Buffer.from('\nREPORT')]);
    const rest = 2_400_000 - 2 * MOST_EVENT_BYTES;
    expect(lines.map(({ length }) => length)).toEqual([MOST_EVENT_BYTES, MOST_EVENT_BYTES, rest, 6]);
  });
});
