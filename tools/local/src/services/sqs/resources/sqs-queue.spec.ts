import { describe, expect, it } from '@jest/globals';
import { QueueDoesNotExist, SQSClient } from '@aws-sdk/client-sqs';
import { sqsQueue } from './sqs-queue.ts';

const place = { region: 'us-east-1', accountId: '000000000000', gatewayUrl: 'http://127.0.0.1:9' };

/** A client that has no queues, and notes what it is asked to make. */
function makeQueue(properties: Record<string, string | boolean>) {
  const client = new SQSClient({ region: place.region });
  const asked: unknown[] = [];
  client.middlewareStack.add(
    () =>
      async ({ input }) => {
        asked.push(input);
        if (asked.length === 1) throw new QueueDoesNotExist({ $metadata: {}, message: 'no queue' });
        return { output: { $metadata: {} }, response: {} };
      },
    { step: 'initialize' },
  );
  const resource = { stackName: 'Visits', logicalId: 'Queue', place, zipFile: () => '' };
  return { made: sqsQueue.create(properties, resource, { client }), asked };
}

describe('a FIFO queue of a template', () => {
  it('is made with its attributes, under its name or one that ends in .fifo', async () => {
    const fifo = { FifoQueue: true, ContentBasedDeduplication: true, DeduplicationScope: 'messageGroup' };
    const { made, asked } = makeQueue({ QueueName: 'visits.fifo', ...fifo });
    expect(await made).toMatchObject({ attributes: { QueueName: 'visits.fifo' } });
    expect(asked[1]).toMatchObject({
      QueueName: 'visits.fifo',
      Attributes: {
        FifoQueue: 'true',
        ContentBasedDeduplication: 'true',
        DeduplicationScope: 'messageGroup',
      },
    });
    const unnamed = await makeQueue({ FifoQueue: true }).made;
    expect(unnamed.attributes['QueueName']).toMatch(/\.fifo$/);
  });

  it.each([
    [{ FifoQueue: true, QueueName: 'visits' }, 'property "QueueName" ends in .fifo exactly when'],
    [{ QueueName: 'visits.fifo' }, 'property "QueueName" ends in .fifo exactly when'],
    [
      { QueueName: 'visits', ContentBasedDeduplication: true },
      '"ContentBasedDeduplication" is for a FIFO queue',
    ],
    [{ QueueName: 'visits', FifoQueue: false }, 'property "FifoQueue" is invalid'],
  ])('with %j is refused by name', async (properties, message) => {
    await expect(makeQueue(properties).made).rejects.toThrow(message);
  });
});
