import type { Readable } from 'node:stream';

/**
 * The body of a request whole; undefined when it has more bytes than the limit, of which what is over it is read and
 * thrown away. Rejects when the request breaks off. By its events, since an iterator takes longer than a short body; a
 * copy, since a chunk would keep all that the socket read with it.
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
    request.once('end', () => resolve(size > limit ? undefined : Buffer.concat(chunks)));
    request.once('error', reject);
    request.once('close', () => {
      if (!request.readableEnded) reject(new Error('The request broke off.'));
    });
  });
}
