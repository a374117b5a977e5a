import type { IncomingMessage } from 'node:http';

/** The largest body that the gateway reads: above every limit of the services behind it. */
export const BODY_LIMIT_BYTES = 16 * 1024 * 1024;

/** The body read whole; undefined when it is larger than the limit. What is over it is read and thrown away. */
export async function readBody(
  request: IncomingMessage,
  limit = BODY_LIMIT_BYTES,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size <= limit) chunks.push(bytes);
    else chunks.length = 0;
  }
  return size > limit ? undefined : Buffer.concat(chunks);
}
