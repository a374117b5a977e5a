import type { Readable } from 'node:stream';

/** One record of the runtime's log channel: a whole console call, line feeds included. */
export type TelemetryRecord = { time: number; message: string };

const headerBytes = 16;
const lengthOffset = 4;
const microsecondsOffset = 8;

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
  if (buffer.length < headerBytes) return undefined;
  const end = headerBytes + buffer.readUInt32BE(lengthOffset);
  return buffer.length < end ? undefined : end;
}

function decode(frame: Buffer): TelemetryRecord {
  const time = Number(frame.readBigInt64BE(microsecondsOffset) / 1000n);
  return { time, message: frame.toString('utf8', headerBytes).replace(/\n$/, '') };
}
