import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@hanok/testing';
import { type LocalParts, startLocalParts } from '../../conformance/local-parts.fixture.ts';

let parts: LocalParts;
beforeAll(async () => {
  parts = await startLocalParts();
});
afterAll(() => parts.stop());

describe('a long poll whose client has gone away', () => {
  it('takes no message: the next client gets it at once, as a first receive', async () => {
    const { sqs } = parts.clients();
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'polled' }));
    const receive = (WaitTimeSeconds: number, abortSignal = new AbortController().signal) =>
      sqs.send(
        new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds, MessageSystemAttributeNames: ['All'] }),
        { abortSignal },
      );
    const polls = Array.from({ length: 5 }, () => receive(1, AbortSignal.timeout(200)));
    const ended = await Promise.allSettled(polls);
    expect(ended.every(({ status }) => status === 'rejected')).toBe(true);
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'kept' }));
    const received = () => parts.audit.filter(({ operation }) => operation === 'ReceiveMessage');
    await eventually(() => expect(received()).toHaveLength(5));
    expect((await receive(0)).Messages).toMatchObject([
      { Body: 'kept', Attributes: { ApproximateReceiveCount: '1' } },
    ]);
  });
});
