import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import type { SqsEventRecord } from '../triggers/sqs/sqs-message.ts';
import { type RunningMapping, startSqsMapping } from '../triggers/sqs/sqs-mapping.ts';
import { CONSUMER_KEY, type LocalParts } from './local-parts.fixture.ts';
import { type Answerer, recordingInvoker } from './recording-invoker.fixture.ts';

type Config = Partial<Parameters<typeof startSqsMapping>[0]['config']>;
export type TestQueue = { name: string; url: string; arn: string };
export type QueueWorld = ReturnType<typeof createQueueWorld>;

/** Queues and mappings over the stack's own parts; each rule works with queues of its own. */
export function createQueueWorld({ clients, clock, audit }: LocalParts) {
  const { sqs } = clients();
  const running: { mapping: RunningMapping; stop: AbortController }[] = [];
  let created = 0;

  async function createQueue(Attributes: Record<string, string> = {}, suffix = ''): Promise<TestQueue> {
    const name = `queue-${(created += 1)}${suffix}`;
    const { QueueUrl: url = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes }));
    return { name, url, arn: `arn:aws:sqs:us-east-1:000000000000:${name}` };
  }

  async function send({ url: QueueUrl }: TestQueue, bodies: readonly string[]): Promise<void> {
    for (const MessageBody of bodies) {
      const fifo = QueueUrl.endsWith('.fifo') && {
        MessageGroupId: MessageBody.slice(0, 1),
        MessageDeduplicationId: MessageBody,
      };
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...fifo }));
    }
  }

  /** Starts a mapping to a function that answers so; without an answer it succeeds. */
  function consume(queue: TestQueue, answer: Answerer<SqsEventRecord> = () => 'null', config: Config = {}) {
    const { calls, invoker } = recordingInvoker(clock, answer);
    const lines: string[] = [];
    const stop = new AbortController();
    const mapping = startSqsMapping({
      config: {
        uuid: queue.name,
        eventSourceArn: queue.arn,
        queueUrl: queue.url,
        functionName: 'consumer',
        reportBatchItemFailures: true,
        ...config,
      },
      ...{ clock, invoker, sqs: clients(CONSUMER_KEY).sqs, observer: sqs, signal: stop.signal },
      log: (line) => lines.push(line),
    });
    running.push({ mapping, stop });
    return { calls, lines };
  }

  async function left({ url: QueueUrl }: TestQueue): Promise<number> {
    const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...names] }),
    );
    return names.reduce((sum, name) => sum + Number(Attributes?.[name]), 0);
  }

  async function receive({ url: QueueUrl }: TestQueue) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MessageSystemAttributeNames: ['All'], VisibilityTimeout: 0 }),
    );
    return Messages;
  }

  async function stopMappings(): Promise<void> {
    for (const { stop } of running) stop.abort();
    await Promise.all(running.splice(0).map(({ mapping }) => mapping.stopped));
  }

  /** The operations that touched the queue in the name of its function. */
  const operationsOn = ({ arn }: TestQueue) =>
    new Set(
      audit
        .filter(({ caller, resources }) => caller.kind === 'role' && resources.includes(arn))
        .map(({ operation }) => operation),
    );

  return { clock, createQueue, send, consume, left, receive, operationsOn, stopMappings };
}

/** Every body that the function got, once per delivery. */
export const bodiesOf = (calls: readonly { records: SqsEventRecord[] }[]): string[] =>
  calls.flatMap(({ records }) => records.map(({ body }) => body));
