import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { clientSettings, eventually } from '@hanok/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClock } from '../../clock.ts';
import { serveService } from '../../gateway/serve-service.fixture.ts';
import { openMetricStore } from '../metrics/metric-store.ts';
import { createQueueMetrics } from './queue-metrics.ts';
import { startQueueEngine } from './queue-engine.ts';
import { createSqsService } from './sqs-service.ts';

const PLACE = { region: 'us-east-1', accountId: '000000000000' };
/** A minute passes in 100 ms. */
const clock = createClock(600);
const store = openMetricStore(':memory:', clock.now);
const stack = new AsyncDisposableStack();
let client: SQSClient;
let QueueUrl: string | undefined;

beforeAll(async () => {
  const engine = await startQueueEngine({ ...PLACE, clock, seed: 1 });
  stack.defer(() => engine.stop());
  const metrics = createQueueMetrics({ metrics: store, engine, clock });
  stack.use(metrics.start());
  const { url, close } = await serveService((baseUrl) =>
    createSqsService({ ...PLACE, engine, baseUrl, metrics }),
  );
  stack.defer(close);
  client = new SQSClient(clientSettings(url));
  ({ QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'jobs' })));
});
afterAll(() => stack.disposeAsync());

function statistics(name: string) {
  const metric = { namespace: 'AWS/SQS', name, dimensions: { QueueName: 'jobs' } };
  const day = 86_400_000;
  return [...store.read(metric, { from: 0, to: clock.now() + day, periodMs: 1e15 }).values()][0];
}

describe('the metrics of a queue', () => {
  it('count the messages that were sent, received and deleted, and those that are there', async () => {
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }));
    const Entries = ['1', '2', '!'].map((Id) => ({ Id, MessageBody: 'b' }));
    await client.send(new SendMessageBatchCommand({ QueueUrl, Entries: Entries.slice(0, 2) }));
    await expect(client.send(new SendMessageBatchCommand({ QueueUrl, Entries }))).rejects.toThrow();
    await eventually(async () => {
      expect(statistics('ApproximateNumberOfMessagesVisible')?.max).toBe(3);
      expect(statistics('ApproximateAgeOfOldestMessage')?.max).toBeGreaterThan(0);
    });
    for (let left = 3; left > 0; left -= 1) {
      const { Messages: [message] = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl }));
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));
    }
    await client.send(new ReceiveMessageCommand({ QueueUrl }));
    const sums = ['Sent', 'Received', 'Deleted'].map((name) => statistics(`NumberOfMessages${name}`)?.sum);
    expect(sums).toEqual([3, 3, 3]);
    expect(statistics('NumberOfEmptyReceives')?.sum).toBe(1);
  });

  it('are looked at no more once the queue is empty and at rest', async () => {
    const looks = () => statistics('ApproximateNumberOfMessagesVisible')?.count;
    await eventually(() => expect(statistics('ApproximateNumberOfMessagesVisible')?.min).toBe(0));
    const atRest = looks();
    const end = clock.now() + 5 * 60_000;
    await eventually(() => expect(clock.now()).toBeGreaterThan(end));
    expect(looks()).toBe(atRest);
  });
});
