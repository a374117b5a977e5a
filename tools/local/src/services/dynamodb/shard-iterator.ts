import { createHmac, randomBytes } from 'node:crypto';
import type { Account } from '../../arn.ts';
import type { Stream } from './engine-names.ts';
import { streamArn, streamOf } from './engine-names.ts';

/** The engine's iterators name a table in plain text: without a seal, one could be put into another stream's iterator. */
const SEAL_KEY = randomBytes(32);

/** A shard iterator in AWS's form: the stream's ARN, a version, the engine's own iterator and a seal over them. */
export function clientIterator(account: Account, stream: Stream, engineIterator: string): string {
  const iterator = `${streamArn(account, stream)}|1|${engineIterator}`;
  return `${iterator}|${sealOf(iterator)}`;
}

/** The stream and the engine's iterator in a client's iterator; undefined when this stack did not give it out. */
export function readIterator(
  account: Account,
  iterator: string,
): { stream: Stream; engineIterator: string } | undefined {
  const [arn = '', version, engineIterator = '', seal] = iterator.split('|');
  const stream = streamOf(account, arn);
  if (stream === undefined || seal !== sealOf(`${arn}|${version}|${engineIterator}`)) return undefined;
  return { stream, engineIterator };
}

function sealOf(iterator: string): string {
  return createHmac('sha256', SEAL_KEY).update(iterator).digest('base64url');
}
