import type { Readable } from 'node:stream';

/** One record of the runtime's log channel: a whole console call, line feeds included. */
export type TelemetryRecord = { time: number; message: string };

const HEADER_BYTES = 16;
const LENGTH_OFFSET = 4;
const MICROSECONDS_OFFSET = 8;

/**
 * Reads the framed log records that a runtime writes to `_LAMBDA_TELEMETRY_LOG_FD`: big-endian type (4 bytes), length
 * (4), time in microseconds (8), then the message.
 * https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/blob/main/src/logging/telemetry-logger.ts
 */
export function readTelemetryFrames(stream: Readable, onRecord: (record: TelemetryRecord) => void): void {
  let pending: Buffer = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    for (let end = frameEnd(pending); end !== undefined; end = frameEnd(pending)) {
      onRecord(decode(pending.subarray(0, end)));
      pending = pending.subarray(end);
    }
  });
}

function frameEnd(buffer: Buffer): number | undefined {
  if (buffer.length < HEADER_BYTES) return undefined;
  const end = HEADER_BYTES + buffer.readUInt32BE(LENGTH_OFFSET);
  return buffer.length < end ? undefined : end;
}

function decode(frame: Buffer): TelemetryRecord {
  const time = Number(frame.readBigInt64BE(MICROSECONDS_OFFSET) / 1000n);
  return { time, message: frame.toString('utf8', HEADER_BYTES).replace(/\n$/, '') };
}
