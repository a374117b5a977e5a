import { createReadStream } from 'node:fs';

/** A stream's bytes in one buffer, as the client of S3 collects the body of an answer. */
export async function wholeFile(file: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of createReadStream(file)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
