import * as z from 'zod';
import { QueueError } from '../../queue-error.ts';
import { queuePolicy } from '../../queue-policy.ts';
import type { EngineQueue } from '../fauxqs.ts';
import { type EngineContext, names, queueAt, queueOperation, text, textMap } from './queue-operation.ts';
import { redriveAllowPolicy, redrivePolicy } from './redrive-policy.ts';

type Rule = (value: string, context: EngineContext, arn: string) => string | undefined;

const between =
  (min: number, max: number): Rule =>
  (value) =>
    /^\d+$/.test(value) && Number(value) >= min && Number(value) <= max ? value : undefined;
const oneOf =
  (...allowed: string[]): Rule =>
  (value) =>
    allowed.find((candidate) => candidate === value.toLowerCase() || candidate === value);
const policy: Rule = (value) => (value === '' || isQueuePolicy(value) ? value : undefined);

/** Each settable attribute's rule: the value to keep, or undefined when it is out of bounds. */
const RULES: Readonly<Record<string, Rule>> = {
  VisibilityTimeout: between(0, 43_200),
  DelaySeconds: between(0, 900),
  MaximumMessageSize: between(1024, 1_048_576),
  MessageRetentionPeriod: between(60, 1_209_600),
  ReceiveMessageWaitTimeSeconds: between(0, 20),
  RedrivePolicy: redrivePolicy,
  RedriveAllowPolicy: redriveAllowPolicy,
  Policy: policy,
  KmsMasterKeyId: (value) => value,
  KmsDataKeyReusePeriodSeconds: between(60, 86_400),
  SqsManagedSseEnabled: oneOf('true', 'false'),
  FifoQueue: oneOf('true'),
  ContentBasedDeduplication: oneOf('true', 'false'),
  DeduplicationScope: oneOf('queue', 'messageGroup'),
  FifoThroughputLimit: oneOf('perQueue', 'perMessageGroupId'),
};
/** What AWS says of an attribute that a standard queue does not have. */
const FIFO_ONLY: Readonly<Record<string, string>> = {
  ContentBasedDeduplication: 'Unknown Attribute ContentBasedDeduplication.',
  DeduplicationScope: 'You can specify the DeduplicationScope only when FifoQueue is set to true.',
  FifoThroughputLimit: 'You can specify the FifoThroughputLimit only when FifoQueue is set to true.',
};
/** What the stack would not do: it has no keys. */
const UNSUPPORTED = new Set(['KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds']);
const READABLE = new Set([
  ...Object.keys(RULES),
  ...['All', 'QueueArn', 'CreatedTimestamp', 'LastModifiedTimestamp', 'ApproximateNumberOfMessages'],
  ...['ApproximateNumberOfMessagesNotVisible', 'ApproximateNumberOfMessagesDelayed'],
]);

/** The attributes as they are kept. Throws `InvalidAttributeName` or `InvalidAttributeValue`, naming the attribute. */
export function checkedAttributes(
  attributes: Readonly<Record<string, string>>,
  context: EngineContext,
  arn: string,
): Record<string, string> {
  const entries = Object.entries(attributes).map(([name, value]) => [
    name,
    checked(name, value, context, arn),
  ]);
  return Object.fromEntries(entries);
}

function checked(name: string, value: string, context: EngineContext, arn: string): string {
  const rule = Object.hasOwn(RULES, name) ? RULES[name] : undefined;
  if (rule === undefined) throw new QueueError('InvalidAttributeName', `Unknown Attribute ${name}.`);
  if (UNSUPPORTED.has(name) && value !== '')
    throw new QueueError('UnsupportedOperation', `The local stack does not support the attribute ${name}.`);
  const fifoOnly = arn.endsWith('.fifo') ? undefined : FIFO_ONLY[name];
  if (fifoOnly !== undefined) throw new QueueError('InvalidAttributeName', fifoOnly);
  const kept = rule(value, context, arn);
  if (kept !== undefined) return kept;
  throw new QueueError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
}

export const getQueueAttributes = queueOperation(
  z.strictObject({ QueueUrl: text, AttributeNames: names }),
  (context, input) => {
    const queue = queueAt(context, input.QueueUrl);
    const unknown = input.AttributeNames.find((name) => !READABLE.has(name));
    if (unknown !== undefined) {
      throw new QueueError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
    }
    queue.processTimers();
    const attributes = queue.getAllAttributes(input.AttributeNames);
    return Object.keys(attributes).length > 0 ? { Attributes: attributes } : {};
  },
);

export const setQueueAttributes = queueOperation(
  z.strictObject({ QueueUrl: text, Attributes: textMap }),
  (context, input) => {
    const queue = queueAt(context, input.QueueUrl);
    checkType(queue, input.Attributes['FifoQueue']);
    applyAttributes(queue, checkedAttributes(input.Attributes, context, queue.arn));
    return {};
  },
);

/** A queue's type stays as it was made. */
function checkType(queue: EngineQueue, fifo: string | undefined): void {
  if (fifo === undefined) return;
  if (!queue.isFifo()) throw new QueueError('InvalidAttributeName', 'Unknown Attribute FifoQueue.');
  if (fifo.toLowerCase() === 'true') return;
  const reason = 'Reason: Modifying queue type is not supported.';
  throw new QueueError('InvalidAttributeValue', `Invalid value for the parameter FifoQueue. ${reason}`);
}

/** Sets the attributes; an empty policy removes the one that the queue had. */
function applyAttributes(queue: EngineQueue, attributes: Record<string, string>): void {
  const merged = Object.entries({ ...queue.attributes, ...attributes });
  queue.attributes = Object.fromEntries(merged.filter(([, value]) => value !== ''));
  queue.setAttributes({});
}

function isQueuePolicy(value: string): boolean {
  try {
    return queuePolicy.safeParse(JSON.parse(value)).success;
  } catch {
    return false;
  }
}
