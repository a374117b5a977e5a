import { S3Error } from '../error.ts';
import { asksFor, type ObjectEventName } from '../events/notification-config.ts';
import { s3Event } from '../events/s3-event.ts';
import type { ObjectAddress } from '../object-address.ts';
import { existingBucket, type S3Call } from '../object-call.ts';
import type { S3Context } from '../s3-context.ts';
import type { ObjectRecord } from '../store/object-rows.ts';

/**
 * What must hold of the object that is replaced or removed: the headers If-Match and If-None-Match. `isStale`: whether
 * the key was written or emptied since the write began, which S3 answers with a conflict where the headers hold.
 */
type WriteCondition = { ifMatch?: string | undefined; ifNoneMatch?: string | undefined; isStale?(): boolean };

type Change = {
  call: ObjectAddress & Pick<S3Call, 'request'>;
  eventName: ObjectEventName;
  condition?: WriteCondition;
  /** Further rows that change with the object. */
  also?: () => void;
};

/**
 * The conditions of a write. Throws `S3Error` for what S3 does not have: If-Match with `*`, If-None-Match with anything
 * else, both of them, and the conditions about times.
 */
export function writeCondition({ header }: Pick<S3Call, 'header'>): WriteCondition {
  const [ifMatch, ifNoneMatch] = [header('if-match'), header('if-none-match')];
  if (ifMatch !== undefined && ifNoneMatch !== undefined)
    throw refusedHeader(
      'If-Match,If-None-Match',
      'Multiple conditional request headers present in the request',
    );
  if (ifMatch === '*') throw refusedValue('If-Match');
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') throw refusedValue('If-None-Match');
  refuseTimes(header);
  return { ifMatch, ifNoneMatch };
}

/** The condition of a removal: If-Match, also with `*`, and no other. Throws `S3Error`. */
export function removalCondition({ header }: Pick<S3Call, 'header'>): WriteCondition {
  if (header('if-none-match') !== undefined) throw refusedHeader('If-None-Match');
  refuseTimes(header);
  return { ifMatch: header('if-match') };
}

function refuseTimes(header: S3Call['header']): void {
  for (const name of ['If-Modified-Since', 'If-Unmodified-Since'])
    if (header(name.toLowerCase()) !== undefined) throw refusedHeader(name);
}

function refusedValue(name: string): S3Error {
  return refusedHeader(name, `We don't accept the provided value of ${name} header for this API`);
}

function refusedHeader(name: string, why?: string): S3Error {
  return new S3Error('NotImplemented', undefined, { Header: name, ...(why && { additionalMessage: why }) });
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
    if (record === undefined && current === undefined) return undefined;
    context.uploads.noteChange(change.call);
    addEvents(change, record, context);
    return current;
  });
  context.bodies.remove(replaced?.segments ?? []);
  context.onEvent();
}

function checkCondition({ condition = {}, call }: Change, current: ObjectRecord | undefined): void {
  const { ifMatch, ifNoneMatch, isStale } = condition;
  if (ifNoneMatch !== undefined && current !== undefined)
    throw new S3Error('PreconditionFailed', undefined, { Condition: 'If-None-Match' });
  if (ifMatch === undefined) return void (ifNoneMatch !== undefined && checkStale('If-None-Match'));
  if (current === undefined) throw new S3Error('NoSuchKey', undefined, { Key: call.key });
  if (ifMatch !== '*' && ifMatch.replaceAll('"', '') !== current.etag)
    throw new S3Error('PreconditionFailed', undefined, { Condition: 'If-Match' });
  checkStale('If-Match');

  function checkStale(Condition: string): void {
    if (isStale?.()) throw new S3Error('ConditionalRequestConflict', undefined, { Condition, Key: call.key });
  }
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
