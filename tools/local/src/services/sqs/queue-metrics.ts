import * as z from 'zod';
import type { Clock } from '../../clock.ts';
import { disposable } from '../../stack/part.ts';
import type { MetricStore } from '../metrics/metric-store.ts';
import type { QueueEngine } from './queue-engine.ts';

/** What CloudWatch shows of queues. */
export type QueueMetrics = {
  /** Counts what an operation did with the messages of a queue. */
  note(operation: string, queueName: string, output: object): void;
  /** Begins to look once a minute at queues that are used or hold messages; while none is, nothing runs. */
  start(): AsyncDisposable;
};

const MINUTE_MS = 60_000;
/** Before the end of the minute, so that what was seen belongs to it. */
const LOOK_MS = 50_000;

const messages = z.object({
  Messages: z.array(z.unknown()).optional(),
  Successful: z.array(z.unknown()).optional(),
});
const depths = z.object({
  Queues: z.array(
    z.object({
      ...{ Name: z.string(), Visible: z.number(), NotVisible: z.number(), Delayed: z.number() },
      OldestSentAt: z.number().optional(),
    }),
  ),
});
type Depth = z.infer<typeof depths>['Queues'][number];

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
export function createQueueMetrics(options: {
  metrics: Pick<MetricStore, 'add'>;
  engine: Pick<QueueEngine, 'call'>;
  clock: Clock;
}): QueueMetrics {
  const { metrics, engine, clock } = options;
  const used = new Set<string>();
  const stopping = new AbortController();
  let looking: Promise<void> | undefined;
  let isStarted = false;

  function count(QueueName: string, name: string, value: number, unit = 'Count'): void {
    metrics.add({ namespace: 'AWS/SQS', name, dimensions: { QueueName }, value, unit });
  }

  function note(operation: string, queueName: string, output: object): void {
    const { Messages = [], Successful = [] } = messages.parse(output);
    const many = operation.endsWith('Batch') ? Successful.length : 1;
    if (operation.startsWith('SendMessage')) count(queueName, 'NumberOfMessagesSent', many);
    if (operation.startsWith('DeleteMessage')) count(queueName, 'NumberOfMessagesDeleted', many);
    if (operation === 'ReceiveMessage') {
      count(queueName, 'NumberOfMessagesReceived', Messages.length);
      count(queueName, 'NumberOfEmptyReceives', Number(Messages.length === 0));
      if (Messages.length === 0) return; // A poll that finds nothing changes nothing.
    }
    used.add(queueName);
    begin();
  }

  function begin(): void {
    if (isStarted && !stopping.signal.aborted) looking ??= look();
  }

  async function look(): Promise<void> {
    try {
      for (let isNeeded = true; isNeeded;) {
        const now = clock.now();
        const next = Math.ceil((now - LOOK_MS + 1) / MINUTE_MS) * MINUTE_MS + LOOK_MS;
        await clock.sleep(next - now, stopping.signal);
        isNeeded = await lookOnce();
      }
    } catch (error) {
      // The engine's own end tells itself; then there is nothing to look at.
      if (!stopping.signal.aborted) used.clear();
      else void error;
    }
    looking = undefined;
    if (used.size > 0) begin();
  }

  /** Whether there is more to see in a minute. */
  async function lookOnce(): Promise<boolean> {
    const { Queues } = depths.parse(await engine.call('QueueDepths', {}));
    const wereUsed = new Set(used);
    used.clear();
    const shown = Queues.filter((queue) => isFull(queue) || wereUsed.has(queue.Name));
    for (const { Name, Visible, NotVisible, Delayed, OldestSentAt } of shown) {
      count(Name, 'ApproximateNumberOfMessagesVisible', Visible);
      count(Name, 'ApproximateNumberOfMessagesNotVisible', NotVisible);
      count(Name, 'ApproximateNumberOfMessagesDelayed', Delayed);
      const age = OldestSentAt === undefined ? 0 : Math.max(0, clock.now() - OldestSentAt);
      count(Name, 'ApproximateAgeOfOldestMessage', Math.floor(age / 1000), 'Seconds');
    }
    return used.size > 0 || Queues.some(isFull);
  }

  return {
    note,
    start: () => {
      isStarted = true;
      begin();
      return disposable(async () => {
        stopping.abort();
        await looking;
      });
    },
  };
}

function isFull({ Visible, NotVisible, Delayed }: Depth): boolean {
  return Visible + NotVisible + Delayed > 0;
}
