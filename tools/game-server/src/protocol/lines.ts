import type { Socket } from 'node:net';
import { LineError } from '../errors.ts';

const LINE_FEED = 0x0a;
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The lines that come over a connection, without their line feeds, until the other side ends it; half a line at the end
 * is left out. Never holds more than one chunk and one line. Throws `LineError` for a line of more than `maxBytes` bytes
 * or one that is not UTF-8, and what the connection fails with. The connection stays open.
 */
export async function* linesOf(socket: Socket, maxBytes: number): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  const chunks: AsyncIterable<Buffer> = socket.iterator({ destroyOnReturn: false });
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(LINE_FEED); end !== -1; end = rest.indexOf(LINE_FEED)) {
      checkLength(end, maxBytes);
      yield decode(rest.subarray(0, end));
      rest = rest.subarray(end + 1);
    }
    checkLength(rest.length, maxBytes);
  }
}

function checkLength(length: number, maxBytes: number): void {
  if (length > maxBytes) throw new LineError(`A line has at most ${maxBytes} bytes.`);
}

function decode(line: Buffer): string {
  try {
    return UTF8.decode(line);
  } catch {
    throw new LineError('A line is JSON in UTF-8.');
  }
}
