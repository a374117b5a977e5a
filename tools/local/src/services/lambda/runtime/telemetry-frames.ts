import type { Readable } from 'node:stream';
import { MOST_EVENT_BYTES } from './output-lines.ts';

/** One record of the runtime's log channel: a whole console call, line feeds included. */
export type TelemetryRecord = { time: number; message: string };

const HEADER_BYTES = 16;
const LENGTH_OFFSET = 4;
const MICROSECONDS_OFFSET = 8;
/** The end of the time that a Date can hold. */
const LAST_TIME = 8.64e15;

/**
 * Reads the framed log records that a runtime writes to `_LAMBDA_TELEMETRY_LOG_FD`: big-endian type (4 bytes), length
 * (4), time in microseconds (8), then the message, which is cut where it is longer than a log event may be. Each byte
 * is copied twice at most.
 * https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/blob/main/src/logging/telemetry-logger.ts
 */
export function readTelemetryFrames(stream: Readable, onRecord: (record: TelemetryRecord) => void): void {
  let header: Buffer = Buffer.alloc(0);
  let chunks: Buffer[] = [];
  let [kept, left] = [0, 0];

  /** Takes what it can of a chunk; answers the rest. */
  function take(chunk: Buffer): Buffer {
    if (header.length < HEADER_BYTES) {
      const missing = HEADER_BYTES - header.length;
      header = Buffer.concat([header, chunk.subarray(0, missing)]);
      if (header.length === HEADER_BYTES) left = header.readUInt32BE(LENGTH_OFFSET);
      return chunk.subarray(missing);
    }
    const part = chunk.subarray(0, left);
    const wanted = part.subarray(0, Math.max(0, MOST_EVENT_BYTES - kept));
    if (wanted.length > 0) chunks.push(wanted);
    kept += wanted.length;
    left -= part.length;
    return chunk.subarray(part.length);
  }

  stream.on('data', (chunk: Buffer) => {
    let rest = chunk;
    do {
      rest = take(rest);
      if (header.length === HEADER_BYTES && left === 0) {
        onRecord({ time: timeOf(header), message: Buffer.concat(chunks).toString().replace(/\n$/, '') });
        [header, chunks, kept] = [Buffer.alloc(0), [], 0];
      }
    } while (rest.length > 0);
  });
}

/** A time that is none, which only a function can have written by itself, is now. */
function timeOf(header: Buffer): number {
  const time = Number(header.readBigInt64BE(MICROSECONDS_OFFSET) / 1000n);
  return time >= 0 && time <= LAST_TIME ? time : Date.now();
}
