import type { Account } from '../../arn.ts';
import type { Stream } from './engine-names.ts';
import { streamArn, streamOf } from './engine-names.ts';

/** A shard iterator in AWS's form: the stream's ARN, a version and the engine's own iterator. */
export function clientIterator(account: Account, stream: Stream, engineIterator: string): string {
  return `${streamArn(account, stream)}|1|${engineIterator}`;
}

/** The stream and the engine's iterator in a client's iterator; undefined when it is none of ours. */
export function readIterator(
  account: Account,
  iterator: string,
): { stream: Stream; engineIterator: string } | undefined {
  const [arn = '', version, engineIterator] = iterator.split('|');
  const stream = streamOf(account, arn);
  if (stream === undefined || version !== '1' || !engineIterator) return undefined;
  return { stream, engineIterator };
}

export function streamArnOfIterator(iterator: string): string | undefined {
  return iterator.split('|')[0];
}
