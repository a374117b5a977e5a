import {
  parseInput,
  parseInputAsync,
  type SchemaOutput,
  type StandardSchema,
  streamRecord,
} from '@hanok/events';
import { RejectedRecordError } from '../errors.ts';

/** One change of one item, its key and images parsed. */
export type StreamChange<Key, Image> = {
  sequenceNumber: string;
  /** Milliseconds since the epoch; DynamoDB rounds it to the second. Undefined when the record does not say it. */
  changedAt: number | undefined;
  key: Key;
  /** The item after the change; undefined when it was removed. */
  image: Image | undefined;
};

/** The change that a stream record tells, or `RejectedRecordError` with reason `Invalid`, which names the field. */
export async function parseChange<Key extends StandardSchema, Image extends StandardSchema>(
  schemas: { key: Key; image: Image },
  raw: unknown,
): Promise<StreamChange<SchemaOutput<Key>, SchemaOutput<Image>> | RejectedRecordError> {
  const record = parseInput(streamRecord, raw);
  if (!record.ok) return new RejectedRecordError('Invalid', record.reason);
  const { eventName } = record.value;
  const { Keys, NewImage, SequenceNumber, ApproximateCreationDateTime } = record.value.dynamodb;
  const key = await parseInputAsync(schemas.key, Keys);
  if (!key.ok) return new RejectedRecordError('Invalid', `Keys.${key.reason}`);
  // A stream of keys alone does not say what the item is like: it is not gone.
  if (NewImage === undefined && (eventName === 'INSERT' || eventName === 'MODIFY'))
    return new RejectedRecordError('Invalid', `NewImage: missing in ${eventName}`);
  const image = NewImage === undefined ? undefined : await parseInputAsync(schemas.image, NewImage);
  if (image && !image.ok) return new RejectedRecordError('Invalid', `NewImage.${image.reason}`);
  const seconds = ApproximateCreationDateTime;
  const changedAt = seconds === undefined ? undefined : seconds * 1000;
  return { sequenceNumber: SequenceNumber, changedAt, key: key.value, image: image?.value };
}
