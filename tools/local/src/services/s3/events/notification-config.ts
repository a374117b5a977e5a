import * as z from 'zod';

/** Events that a function can be told of. https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html */
export const notificationEvent = z.enum([
  's3:ObjectCreated:*',
  's3:ObjectCreated:Put',
  's3:ObjectCreated:Post',
  's3:ObjectCreated:Copy',
  's3:ObjectCreated:CompleteMultipartUpload',
  's3:ObjectRemoved:*',
  's3:ObjectRemoved:Delete',
]);

/** A function that is told of events of a bucket, for keys with a prefix and a suffix. */
export const notificationConfig = z.object({
  /** As in the record's `configurationId`. */
  id: z.string(),
  event: notificationEvent,
  functionName: z.string(),
  prefix: z.string(),
  suffix: z.string(),
});

export type NotificationConfig = z.infer<typeof notificationConfig>;

/** What happened to an object, as in the record's `eventName`. */
export type ObjectEventName =
  | 'ObjectCreated:Put'
  | 'ObjectCreated:Post'
  | 'ObjectCreated:Copy'
  | 'ObjectCreated:CompleteMultipartUpload'
  | 'ObjectRemoved:Delete';

/** Whether a configuration asks for an event of a key. */
export function asksFor(config: NotificationConfig, eventName: ObjectEventName, key: string): boolean {
  const wanted = config.event.replace(/^s3:/, '').replace(/\*$/, '');
  const named = config.event.endsWith('*') ? eventName.startsWith(wanted) : eventName === wanted;
  return named && key.startsWith(config.prefix) && key.endsWith(config.suffix);
}

/** Two configurations that could both ask for one event of one key, which S3 refuses; undefined when there are none. */
export function overlapping(
  configs: readonly NotificationConfig[],
): readonly [NotificationConfig, NotificationConfig] | undefined {
  for (const [index, one] of configs.entries()) {
    const other = configs.slice(index + 1).find((each) => overlap(one, each));
    if (other !== undefined) return [one, other];
  }
  return undefined;
}

function overlap(one: NotificationConfig, other: NotificationConfig): boolean {
  const [event, otherEvent] = [one.event.replace(/\*$/, ''), other.event.replace(/\*$/, '')];
  const sameEvent =
    event === otherEvent ||
    (one.event.endsWith('*') && otherEvent.startsWith(event)) ||
    (other.event.endsWith('*') && event.startsWith(otherEvent));
  const prefixes = one.prefix.startsWith(other.prefix) || other.prefix.startsWith(one.prefix);
  const suffixes = one.suffix.endsWith(other.suffix) || other.suffix.endsWith(one.suffix);
  return sameEvent && prefixes && suffixes;
}
