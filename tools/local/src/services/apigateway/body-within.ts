import type { GatewayRequest } from '../../gateway/service.ts';

/** The body read whole; undefined as soon as it turns out longer than `limit` bytes, what follows is not kept. */
export async function bodyWithin(request: GatewayRequest, limit: number): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return undefined;
  if (request.stream === undefined) return request.body.length > limit ? undefined : request.body;
  const chunks: Buffer[] = [];
  let size = 0;
  // The stream stays open, and the connection with it: the client is still to hear the answer.
  for await (const chunk of request.stream.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > limit) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
