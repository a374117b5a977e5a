import { S3Error } from '../error.ts';
import { asksFor, type ObjectEventName } from '../events/notification-config.ts';
import { s3Event } from '../events/s3-event.ts';
import type { ObjectAddress } from '../object-address.ts';
import { existingBucket, type S3Call } from '../object-call.ts';
import type { S3Context } from '../s3-context.ts';
import type { ObjectRecord } from '../store/object-rows.ts';

/** What must hold of the object that is replaced or removed: the headers If-Match and If-None-Match. */
type WriteCondition = { ifMatch?: string | undefined; ifNoneMatch?: string | undefined };

type Change = {
  call: ObjectAddress & Pick<S3Call, 'request'>;
  eventName: ObjectEventName;
  condition?: WriteCondition;
  /** Further rows that change with the object. */
  also?: () => void;
};

/** The conditions of a call. Throws `S3Error` for an If-None-Match other than `*`, which S3 does not have. */
export function writeCondition({ header }: Pick<S3Call, 'header'>): WriteCondition {
  const [ifMatch, ifNoneMatch] = [header('if-match'), header('if-none-match')];
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*')
    throw new S3Error('NotImplemented', undefined, { Header: 'If-None-Match' });
  return { ifMatch, ifNoneMatch };
}

/** Writes an object as `writeObject` does; when that throws, the body's files are removed. */
export function commitObject(change: Change & { record: ObjectRecord }, context: S3Context): void {
  try {
    writeObject(change, context);
  } catch (error) {
    context.bodies.remove(change.record.segments);
    throw error;
  }
}

/**
 * Puts an object in place of what its key had, with its events, in one transaction. Throws `S3Error` when the
 * bucket is gone or the condition does not hold.
 */
export function writeObject(change: Change & { record: ObjectRecord }, context: S3Context): void {
  const { call, record } = change;
  commit(change, context, () => context.objects.put(call, record));
}

/** Removes an object, with its events, in one transaction. There is no event when there was no object. */
export function commitRemoval(change: Change, context: S3Context): void {
  commit(change, context, () => context.objects.remove(change.call));
}

function commit(change: Change, context: S3Context, write: () => void): void {
  const replaced = context.transaction(() => {
    existingBucket(change.call, context);
    const current = context.objects.get(change.call);
    checkCondition(change, current);
    write();
    change.also?.();
    const record = context.objects.get(change.call);
    if (record !== undefined || current !== undefined) addEvents(change, record, context);
    return current;
  });
  context.bodies.remove(replaced?.segments ?? []);
  context.onEvent();
}

function checkCondition({ condition = {}, call }: Change, current: ObjectRecord | undefined): void {
  const { ifMatch, ifNoneMatch } = condition;
  if (ifNoneMatch !== undefined && current !== undefined)
    throw new S3Error('PreconditionFailed', undefined, { Condition: 'If-None-Match' });
  if (ifMatch === undefined) return;
  if (current === undefined) throw new S3Error('NoSuchKey', undefined, { Key: call.key });
  if (ifMatch !== '*' && ifMatch.replaceAll('"', '') !== current.etag)
    throw new S3Error('PreconditionFailed', undefined, { Condition: 'If-Match' });
}

function addEvents({ call, eventName }: Change, record: ObjectRecord | undefined, context: S3Context): void {
  const { settings } = existingBucket(call, context);
  const now = context.now();
  const sequence = context.outbox.nextSequence(now);
  for (const config of settings.notifications.filter((each) => asksFor(each, eventName, call.key))) {
    const event = { call, eventName, record, sequence, now, configurationId: config.id };
    context.outbox.add({ ...s3Event(event, context), functionName: config.functionName });
  }
}
