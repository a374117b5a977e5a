import * as z from 'zod';
import type { Account } from '../../arn.ts';
import { type AccessRules, accessRule } from '../../gateway/access-rule.ts';
import type { Access } from '../../gateway/service.ts';
import type { QueueEngine } from './queue-engine.ts';
import { queueArn, queueNameOf } from './queue-url.ts';

type Queues = Pick<QueueEngine, 'call'>;

/** Text of a member; a value of another type names nothing, and the operation itself refuses it. */
const text = z.string().optional().catch(undefined);
const urlMembers = z.object({ QueueUrl: text });
const nameMembers = z.object({ QueueName: text });
const newQueueMembers = z.object({ QueueName: text, tags: z.record(z.string(), z.unknown()).catch({}) });
const sourceMembers = z.object({ SourceArn: text });
const moveMembers = z.object({ SourceArn: text, DestinationArn: z.string().nullish() });
const sourceQueues = z.object({ queueUrls: z.array(z.string()).default([]) });

/** What moving messages needs beside its own action on the dead-letter queue. */
const MOVE_FROM = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];

const need = (name: string, resource = '*'): Access => ({ action: `sqs:${name}`, resource });

/**
 * The IAM actions of each operation on its queue's ARN; `*` where it names no queue.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html
 */
export function sqsAccess({ region, accountId }: Account): AccessRules<Queues> {
  const arnOfName = (name: string | undefined) => name && queueArn(region, accountId, name);
  const arnOfUrl = (url = '') => arnOfName(queueNameOf(url, accountId));
  const onQueue = (name: string) =>
    accessRule(urlMembers, (_: Queues, { QueueUrl }) => [need(name, arnOfUrl(QueueUrl))]);

  /** Without a destination, messages go back to the queues that gave them up. */
  async function moveTo(queues: Queues, source: string): Promise<readonly string[]> {
    const QueueUrl = `/${accountId}/${source.slice(queueArn(region, accountId, '').length)}`;
    // A source that is not there is refused by the operation, to a caller that has the other permissions.
    const found = await queues.call('ListDeadLetterSourceQueues', { QueueUrl }).catch(() => ({}));
    return sourceQueues.parse(found).queueUrls.flatMap((url) => arnOfUrl(url) ?? []);
  }

  return {
    CreateQueue: accessRule(newQueueMembers, (_: Queues, { QueueName, tags }) => {
      const names = Object.keys(tags).length > 0 ? ['CreateQueue', 'TagQueue'] : ['CreateQueue'];
      return names.map((name) => need(name, arnOfName(QueueName)));
    }),
    DeleteQueue: onQueue('DeleteQueue'),
    GetQueueUrl: accessRule(nameMembers, (_: Queues, { QueueName }) => [
      need('GetQueueUrl', arnOfName(QueueName)),
    ]),
    ListQueues: () => [need('ListQueues')],
    GetQueueAttributes: onQueue('GetQueueAttributes'),
    SetQueueAttributes: onQueue('SetQueueAttributes'),
    SendMessage: onQueue('SendMessage'),
    SendMessageBatch: onQueue('SendMessage'),
    ReceiveMessage: onQueue('ReceiveMessage'),
    DeleteMessage: onQueue('DeleteMessage'),
    DeleteMessageBatch: onQueue('DeleteMessage'),
    ChangeMessageVisibility: onQueue('ChangeMessageVisibility'),
    ChangeMessageVisibilityBatch: onQueue('ChangeMessageVisibility'),
    PurgeQueue: onQueue('PurgeQueue'),
    TagQueue: onQueue('TagQueue'),
    UntagQueue: onQueue('UntagQueue'),
    ListQueueTags: onQueue('ListQueueTags'),
    ListDeadLetterSourceQueues: onQueue('ListDeadLetterSourceQueues'),
    StartMessageMoveTask: accessRule(moveMembers, async (queues: Queues, input) => {
      const { SourceArn, DestinationArn } = input;
      const taken = ['StartMessageMoveTask', ...MOVE_FROM].map((name) => need(name, SourceArn));
      if (SourceArn === undefined) return taken;
      const targets = DestinationArn == null ? await moveTo(queues, SourceArn) : [DestinationArn];
      return [...taken, ...targets.map((target) => need('SendMessage', target))];
    }),
    ListMessageMoveTasks: accessRule(sourceMembers, (_: Queues, { SourceArn }) => [
      need('ListMessageMoveTasks', SourceArn),
    ]),
  };
}
