import { createHmac, randomBytes } from 'node:crypto';

/** An engine's iterators may name a table in plain text: without a seal, one could be put into another stream's iterator. */
const SEAL_KEY = randomBytes(32);

/** A shard iterator in AWS's form: the stream's ARN, a version, the engine's own iterator and a seal over them. */
export function clientIterator(streamArn: string, engineIterator: string): string {
  const iterator = `${streamArn}|1|${Buffer.from(engineIterator).toString('base64url')}`;
  return `${iterator}|${sealOf(iterator)}`;
}

/** The stream and the engine's iterator in a client's iterator; undefined when this stack did not give it out. */
export function readIterator(iterator: string): { streamArn: string; engineIterator: string } | undefined {
  const [streamArn = '', version, encoded = '', seal] = iterator.split('|');
  if (seal !== sealOf(`${streamArn}|${version}|${encoded}`)) return undefined;
  return { streamArn, engineIterator: Buffer.from(encoded, 'base64url').toString() };
}

function sealOf(iterator: string): string {
  return createHmac('sha256', SEAL_KEY).update(iterator).digest('base64url');
}
