import { s3Event } from './s3-event.ts';
import { asksFor, type ObjectEventName } from './notification-config.ts';
import type { ObjectAddress } from './object-address.ts';
import { existingBucket, type ObjectCall } from './object-call.ts';
import { ObjectError } from './object-error.ts';
import type { ObjectRecord } from './object-record.ts';
import type { ObjectsContext } from './objects-context.ts';

/** What must hold of the object that is replaced or removed: the headers If-Match and If-None-Match. */
export type WriteCondition = { ifMatch?: string | undefined; ifNoneMatch?: string | undefined };

type Change = {
  address: ObjectAddress;
  eventName: ObjectEventName;
  call: Pick<ObjectCall, 'request'>;
  condition?: WriteCondition;
  /** Further rows that change with the object. */
  also?: () => void;
};

/** The conditions of a call. Throws `ObjectError` for an If-None-Match other than `*`, which S3 does not have. */
export function writeCondition({ header }: Pick<ObjectCall, 'header'>): WriteCondition {
  const [ifMatch, ifNoneMatch] = [header('if-match'), header('if-none-match')];
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*')
    throw new ObjectError('NotImplemented', undefined, { Header: 'If-None-Match' });
  return { ifMatch, ifNoneMatch };
}

/** Writes an object as `writeObject` does; when that throws, the body's files are removed. */
export function commitObject(change: Change & { record: ObjectRecord }, context: ObjectsContext): void {
  try {
    writeObject(change, context);
  } catch (error) {
    context.bodies.remove(change.record.segments);
    throw error;
  }
}

/**
 * Puts an object in place of what its key had, with its events, in one transaction. Throws `ObjectError` when the
 * bucket is gone or the condition does not hold.
 */
export function writeObject(change: Change & { record: ObjectRecord }, context: ObjectsContext): void {
  const { address, record } = change;
  commit(change, context, () => context.objects.put(address, record));
}

/** Removes an object, with its events, in one transaction; what is not there is nothing to tell of. */
export function commitRemoval(change: Change, context: ObjectsContext): void {
  commit(change, context, () => context.objects.remove(change.address));
}

function commit(change: Change, context: ObjectsContext, write: () => void): void {
  const replaced = context.transaction(() => {
    existingBucket(change.address, context);
    const current = context.objects.get(change.address);
    checkCondition(change, current);
    write();
    change.also?.();
    const record = context.objects.get(change.address);
    if (record !== undefined || current !== undefined) addEvents(change, record, context);
    return current;
  });
  context.bodies.remove(replaced?.segments ?? []);
  context.onEvent();
}

function checkCondition({ condition = {}, address }: Change, current: ObjectRecord | undefined): void {
  const { ifMatch, ifNoneMatch } = condition;
  if (ifNoneMatch !== undefined && current !== undefined)
    throw new ObjectError('PreconditionFailed', undefined, { Condition: 'If-None-Match' });
  if (ifMatch === undefined) return;
  if (current === undefined) throw new ObjectError('NoSuchKey', undefined, { Key: address.key });
  if (ifMatch !== '*' && ifMatch.replaceAll('"', '') !== current.etag)
    throw new ObjectError('PreconditionFailed', undefined, { Condition: 'If-Match' });
}

function addEvents(change: Change, record: ObjectRecord | undefined, context: ObjectsContext): void {
  const { address, eventName } = change;
  const { settings } = existingBucket(address, context);
  const now = context.now();
  const sequence = context.outbox.nextSequence(now);
  for (const config of settings.notifications.filter((each) => asksFor(each, eventName, address.key))) {
    const event = { ...change, record, sequence, now, configurationId: config.id };
    context.outbox.add({ ...s3Event(event, context), functionName: config.functionName });
  }
}
