import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSqs } from './sqs-stack.fixture.ts';

let sqs: Awaited<ReturnType<typeof startSqs>>;
let created = 0;
beforeAll(async () => void (sqs = await startSqs()));
afterAll(() => sqs.stop());

/** A queue of one message. */
async function queueOf(MessageBody: string, suffix: '' | '.fifo'): Promise<string> {
  const QueueName = `queue-${(created += 1)}${suffix}`;
  const Attributes = suffix === '' ? {} : { FifoQueue: 'true' };
  const { QueueUrl = '' } = await sqs.client.send(new CreateQueueCommand({ QueueName, Attributes }));
  const order = suffix === '' ? {} : { MessageGroupId: 'g', MessageDeduplicationId: 'd' };
  await sqs.client.send(new SendMessageCommand({ QueueUrl, MessageBody, ...order }));
  return QueueUrl;
}

/** The handle of a receive whose visibility timeout is over at once, or lasts ten minutes. */
async function handle(QueueUrl: string, VisibilityTimeout: 0 | 600): Promise<string> {
  const { Messages } = await sqs.client.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout }));
  return Messages?.[0]?.ReceiptHandle ?? 'none';
}

const remove = (QueueUrl: string, ReceiptHandle: string) =>
  sqs.client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
const hide = (QueueUrl: string, ReceiptHandle: string, VisibilityTimeout = 600) =>
  sqs.client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));

/** How many messages are visible and hidden. */
async function counts(QueueUrl: string): Promise<(string | undefined)[]> {
  const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  const { Attributes } = await sqs.client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...names] }),
  );
  return names.map((name) => Attributes?.[name]);
}

const invalid = (ReceiptHandle: string, reason: string) => ({
  name: 'InvalidParameterValue',
  message: `Value ${ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: ${reason}`,
});

describe('a receipt handle of a FIFO queue', () => {
  it('deletes and hides nothing when its visibility timeout is over', async () => {
    const url = await queueOf('x', '.fifo');
    const old = await handle(url, 0);
    await expect(remove(url, old)).rejects.toMatchObject(invalid(old, 'The receipt handle has expired.'));
    const reason = 'Message does not exist or is not available for visibility timeout change.';
    await expect(hide(url, old)).rejects.toMatchObject(invalid(old, reason));
    const Entries = [{ Id: 'a', ReceiptHandle: old }];
    const batch = await sqs.client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries }));
    expect(batch.Failed).toMatchObject([{ Id: 'a', Code: 'InvalidParameterValue', SenderFault: true }]);
    expect(await counts(url)).toEqual(['1', '0']);
  });

  it('has expired also while another receive hides the message, and the newer one deletes it', async () => {
    const url = await queueOf('x', '.fifo');
    const old = await handle(url, 0);
    const latest = await handle(url, 600);
    await expect(remove(url, old)).rejects.toMatchObject(invalid(old, 'The receipt handle has expired.'));
    await remove(url, latest);
    expect(await counts(url)).toEqual(['0', '0']);
  });

  it('lasts as long as its timeout is extended, and deletes twice without an error', async () => {
    const url = await queueOf('x', '.fifo');
    const held = await handle(url, 600);
    await hide(url, held, 1200);
    await remove(url, held);
    await remove(url, held);
    expect(await counts(url)).toEqual(['0', '0']);
  });

  it('is over once the timeout is set to 0', async () => {
    const url = await queueOf('x', '.fifo');
    const held = await handle(url, 600);
    await hide(url, held, 0);
    await expect(remove(url, held)).rejects.toMatchObject(invalid(held, 'The receipt handle has expired.'));
  });
});

describe('a receipt handle of a standard queue', () => {
  it('deletes the message after its visibility timeout, while no other receive has come', async () => {
    const url = await queueOf('x', '');
    await remove(url, await handle(url, 0));
    expect(await counts(url)).toEqual(['0', '0']);
  });

  it('hides the message again after its visibility timeout', async () => {
    const url = await queueOf('x', '');
    await hide(url, await handle(url, 0));
    expect(await counts(url)).toEqual(['0', '1']);
  });

  it('deletes nothing once the message is received again, and says nothing', async () => {
    const url = await queueOf('x', '');
    const old = await handle(url, 0);
    const latest = await handle(url, 600);
    await remove(url, old);
    await expect(hide(url, old)).rejects.toMatchObject({ name: 'MessageNotInflight' });
    expect(await counts(url)).toEqual(['0', '1']);
    await remove(url, latest);
    expect(await counts(url)).toEqual(['0', '0']);
  });
});

describe.each(['', '.fifo'] as const)('a handle for a queue with the suffix "%s"', (suffix) => {
  it('that is made up, or of another queue, is invalid', async () => {
    const [url, other] = [await queueOf('x', suffix), await queueOf('y', suffix)];
    for (const made of ['x', '00000000-0000-0000-0000-000000000000', await handle(other, 600)])
      for (const call of [remove(url, made), hide(url, made)])
        await expect(call).rejects.toMatchObject({
          name: 'ReceiptHandleIsInvalid',
          message: `The input receipt handle "${made}" is not a valid receipt handle.`,
        });
    expect([await counts(url), await counts(other)]).toEqual([
      ['1', '0'],
      ['0', '1'],
    ]);
  });
});
