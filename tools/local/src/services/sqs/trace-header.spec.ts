import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSqs } from './sqs-stack.fixture.ts';

const TRACE = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
const MessageSystemAttributes = { AWSTraceHeader: { DataType: 'String', StringValue: TRACE } };
let sqs: Awaited<ReturnType<typeof startSqs>>;
let QueueUrl: string;
beforeAll(async () => {
  sqs = await startSqs();
  QueueUrl = (await sqs.client.send(new CreateQueueCommand({ QueueName: 'q' }))).QueueUrl ?? '';
});
afterAll(() => sqs.stop());

async function received(from = QueueUrl): Promise<(string | undefined)[]> {
  const { Messages = [] } = await sqs.client.send(
    new ReceiveMessageCommand({
      QueueUrl: from,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ['AWSTraceHeader'],
    }),
  );
  return Messages.map(({ Attributes }) => Attributes?.AWSTraceHeader);
}

describe('the trace of a message', () => {
  it('is received as it was sent, alone and in a batch', async () => {
    const sent = await sqs.client.send(
      new SendMessageCommand({ QueueUrl, MessageBody: 'x', MessageSystemAttributes }),
    );
    // As AWS answers for this trace.
    expect(sent.MD5OfMessageSystemAttributes).toBe('5ae4d5d7636402d80f4eb6d213245a88');
    const Entries = [{ Id: 'a', MessageBody: 'x', MessageSystemAttributes }];
    await sqs.client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    expect(await received()).toEqual([TRACE, TRACE]);
  });

  it('is that of the request when the message names none', async () => {
    const response = await fetch(sqs.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'AmazonSQS.SendMessage', 'x-amzn-trace-id': TRACE },
      body: JSON.stringify({ QueueUrl, MessageBody: 'x' }),
    });
    expect(response.status).toBe(200);
    expect(await received()).toEqual([TRACE]);
  });

  it('goes with the message to the dead-letter queue', async () => {
    const queue = async (QueueName: string, Attributes = {}) =>
      (await sqs.client.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? '';
    const letters = await queue('letters');
    const deadLetterTargetArn = `arn:aws:sqs:us-east-1:000000000000:letters`;
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 });
    const source = await queue('source', { RedrivePolicy, VisibilityTimeout: '0' });
    const message = { QueueUrl: source, MessageBody: 'x', MessageSystemAttributes };
    await sqs.client.send(new SendMessageCommand(message));
    expect(await received(source)).toEqual([TRACE]);
    expect(await received(source)).toEqual([]);
    expect(await received(letters)).toEqual([TRACE]);
  });

  it('is the only system attribute that a sender may set', async () => {
    for (const attributes of [
      { SenderId: MessageSystemAttributes.AWSTraceHeader },
      { AWSTraceHeader: { DataType: 'Number', StringValue: '1' } },
      { AWSTraceHeader: { DataType: 'String', StringValue: '' } },
    ])
      await expect(
        sqs.client.send(
          new SendMessageCommand({ QueueUrl, MessageBody: 'x', MessageSystemAttributes: attributes }),
        ),
      ).rejects.toThrow(/Unsupported parameter|MessageSystemAttributes/);
    expect(await received()).toEqual([]);
  });
});
