import type { Readable, Writable } from 'node:stream';

/** Two lengths in bytes, big-endian, of 4 bytes each: of the head and of the body, which follow. */
const LENGTHS_BYTES = 8;
/** A head is an action or the headers of an invocation; what is longer, a function has written by itself. */
const MOST_HEAD_BYTES = 65_536;

/**
 * Reads frames of a head and a body, both text. A body of more than `mostBytes` is passed over: then it is undefined.
 * Each byte is copied twice at most. The stream is destroyed when it breaks the format, and when `onFrame` throws.
 */
export function readFrames(
  stream: Readable,
  mostBytes: number,
  onFrame: (head: string, body: string | undefined) => void,
): void {
  let lengths: Buffer | undefined;
  let head: Buffer | undefined;
  let chunks: Buffer[] = [];
  let left = LENGTHS_BYTES;
  let isKept = true;

  /** Takes the lengths, the head or the body of a frame, which have come in whole. */
  function take(bytes: Buffer): void {
    if (lengths === undefined) {
      lengths = bytes;
      left = bytes.readUInt32BE(0);
      if (left > MOST_HEAD_BYTES) stream.destroy();
    } else if (head === undefined) {
      head = bytes;
      left = lengths.readUInt32BE(4);
      isKept = left <= mostBytes;
    } else {
      onFrame(head.toString(), isKept ? bytes.toString() : undefined);
      [lengths, head, left, isKept] = [undefined, undefined, LENGTHS_BYTES, true];
    }
  }

  function read(chunk: Buffer): void {
    let rest = chunk;
    do {
      const part = rest.subarray(0, left);
      if (isKept) chunks.push(part);
      left -= part.length;
      rest = rest.subarray(part.length);
      if (left > 0) return;
      const [only = Buffer.alloc(0)] = chunks;
      const bytes = chunks.length > 1 ? Buffer.concat(chunks) : only;
      chunks = [];
      take(bytes);
    } while (!stream.destroyed && (rest.length > 0 || left === 0));
  }

  stream.on('data', (chunk: Buffer) => {
    try {
      read(chunk);
    } catch {
      stream.destroy();
    }
  });
}

/** Writes a frame in one piece. */
export function writeFrame(stream: Writable, head: string, body: string): void {
  const [headBytes, bodyBytes] = [Buffer.byteLength(head), Buffer.byteLength(body)];
  const frame = Buffer.allocUnsafe(LENGTHS_BYTES + headBytes + bodyBytes);
  frame.writeUInt32BE(headBytes, 0);
  frame.writeUInt32BE(bodyBytes, 4);
  frame.write(head, LENGTHS_BYTES);
  frame.write(body, LENGTHS_BYTES + headBytes);
  stream.write(frame);
}
