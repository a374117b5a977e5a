import type { Place, Stream } from './engine-names.ts';
import { streamArn, streamOf } from './engine-names.ts';

/** A shard iterator in AWS's form: the stream's ARN, a version and the engine's own iterator. */
export function clientIterator(place: Place, stream: Stream, engineIterator: string): string {
  return `${streamArn(place, stream)}|1|${engineIterator}`;
}

/** The stream and the engine's iterator in a client's iterator; undefined when it is none of ours. */
export function readIterator(
  place: Place,
  iterator: string,
): { stream: Stream; engineIterator: string } | undefined {
  const [arn = '', version, engineIterator] = iterator.split('|');
  const stream = streamOf(place, arn);
  if (stream === undefined || version !== '1' || !engineIterator) return undefined;
  return { stream, engineIterator };
}

export function streamArnOfIterator(iterator: string): string | undefined {
  return iterator.split('|')[0];
}
