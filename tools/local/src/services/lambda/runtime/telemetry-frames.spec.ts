import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PassThrough } from 'node:stream';
import { MOST_EVENT_BYTES } from './output-lines.ts';
import { readTelemetryFrames, type TelemetryRecord } from './telemetry-frames.ts';

function frame({ time, message }: TelemetryRecord): Buffer {
  const header = Buffer.alloc(16);
  const body = Buffer.from(`${message}\n`);
  header.writeUInt32BE(0xa55a0003);
  header.writeUInt32BE(body.length, 4);
  header.writeBigInt64BE(BigInt(time) * 1000n, 8);
  return Buffer.concat([header, body]);
}

function chunks(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

describe('readTelemetryFrames', () => {
  it('reads the same records however the bytes are cut', async () => {
    const record = fc.record({
      time: fc.nat({ max: 2_000_000_000_000 }),
      message: fc.string({ unit: 'grapheme' }),
    });
    const property = fc.asyncProperty(fc.array(record), fc.array(fc.nat(10_000)), async (records, cuts) => {
      const stream = new PassThrough();
      const read: TelemetryRecord[] = [];
      readTelemetryFrames(stream, (each) => read.push(each));
      for (const chunk of chunks(Buffer.concat(records.map(frame)), cuts))
        if (chunk.length > 0) stream.write(chunk);
      await new Promise((resolve) => stream.end(resolve));
      expect(read).toEqual(records);
    });
    await fc.assert(property);
  });
  it('keeps of a record what a log event holds, and reads on behind it; a time that is none is now', async () => {
    const stream = new PassThrough();
    const read: TelemetryRecord[] = [];
    readTelemetryFrames(stream, (each) => read.push(each));
    const long = frame({ time: 1, message: 'a'.repeat(3_000_000) });
    const never = frame({ time: 2, message: 'b' });
    never.writeBigInt64BE(2n ** 63n - 1n, 8);
    for (let at = 0; at < long.length; at += 1000) stream.write(long.subarray(at, at + 1000));
    stream.write(never);
    await new Promise((resolve) => stream.end(resolve));
    expect(read.map(({ message }) => message.length)).toEqual([MOST_EVENT_BYTES, 1]);
    expect(Math.abs((read[1]?.time ?? 0) - Date.now())).toBeLessThan(60_000);
  });
});
