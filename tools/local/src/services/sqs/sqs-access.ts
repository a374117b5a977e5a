import type { Access } from '../../gateway/service.ts';
import { queueArn, queueNameOf } from './queue-url.ts';

/** The IAM action of each operation that does not have one of its own name; it also lists nothing else. */
const ACTIONS: Readonly<Record<string, string>> = {
  SendMessageBatch: 'SendMessage',
  DeleteMessageBatch: 'DeleteMessage',
  ChangeMessageVisibilityBatch: 'ChangeMessageVisibility',
};

/** What moving messages needs beside its own action, on the dead-letter queue and on the destination. */
const MOVE_FROM = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];

type Place = { region: string; accountId: string };

/**
 * The IAM actions of an operation on its queue's ARN; `*` where it names no queue
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html).
 */
export function sqsAccess(
  operation: string,
  input: Readonly<Record<string, unknown>>,
  place: Place,
): readonly Access[] {
  const resource = resourceOf(input, place);
  const own = { action: `sqs:${ACTIONS[operation] ?? operation}`, resource };
  if (operation !== 'StartMessageMoveTask') return [own];
  const taken = MOVE_FROM.map((name) => ({ action: `sqs:${name}`, resource }));
  const { DestinationArn: given } = input;
  const sent = typeof given === 'string' ? [{ action: 'sqs:SendMessage', resource: given }] : [];
  return [own, ...taken, ...sent];
}

function resourceOf(
  { QueueUrl, QueueName, SourceArn }: Readonly<Record<string, unknown>>,
  { region, accountId }: Place,
): string {
  if (typeof SourceArn === 'string') return SourceArn;
  const name = typeof QueueUrl === 'string' ? queueNameOf(QueueUrl, accountId) : QueueName;
  return typeof name === 'string' ? queueArn(region, accountId, name) : '*';
}
