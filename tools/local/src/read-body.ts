import type { Readable } from 'node:stream';

/**
 * The body of a request whole; undefined when it has more bytes than the limit, of which what is over it is read and
 * thrown away. Rejects when the request breaks off. By its events, since an iterator takes longer than a short body.
 */
export function readBody(request: Readable, limit: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.once('end', () => resolve(size > limit ? undefined : whole(chunks)));
    request.once('error', reject);
    request.once('close', () => {
      if (!request.readableEnded) reject(new Error('The request broke off.'));
    });
  });
}

function whole(chunks: readonly Buffer[]): Buffer {
  const [first, ...more] = chunks;
  return first === undefined || more.length > 0 ? Buffer.concat(chunks) : first;
}
