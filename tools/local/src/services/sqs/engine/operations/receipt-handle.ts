import { invalidParameter, QueueError } from '../../queue-error.ts';
import type { Message } from '../engine-message.ts';
import type { EngineQueue } from '../fauxqs.ts';

/** What a receipt handle says: the queue, the message, and which receive of it. */
type Receipt = { messageId: string; receive: string };

const RECEIVE = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** The handle under which a client knows one receive of a message; `receive` is the engine's id of it. */
export function receiptHandle(queue: EngineQueue, messageId: string, receive: string): string {
  return Buffer.from(`${queue.arn} ${messageId} ${receive}`).toString('base64');
}

/**
 * Deletes the message of a handle. A standard queue takes the latest handle of a message, also when its visibility
 * timeout is over, and reads over every older one; a FIFO queue refuses a handle whose timeout is over. A message that
 * is gone is no error. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html
 */
export function deleteByHandle(queue: EngineQueue, text: string): void {
  const receipt = readReceipt(queue, text);
  queue.processTimers();
  if (queue.inflightMessages.has(receipt.receive)) return void queue.deleteMessage(receipt.receive);
  if (queue.isFifo()) {
    if (isPresent(queue, receipt))
      throw invalidParameter('ReceiptHandle', text, 'The receipt handle has expired.');
    return;
  }
  const visible = visibleMessage(queue, receipt);
  if (visible === undefined) return;
  queue.messages = queue.messages.filter((message) => message !== visible);
  queue.persistence?.deleteMessage(visible.messageId);
}

/**
 * Hides the message of a handle for so many seconds from now. Throws `MessageNotInflight` for an older handle, and
 * `InvalidParameterValue` for a message that is gone, or that a FIFO queue shows again.
 */
export function hideByHandle(queue: EngineQueue, text: string, seconds: number): void {
  const receipt = readReceipt(queue, text);
  queue.processTimers();
  const visible = visibleMessage(queue, receipt);
  if (visible !== undefined) hideAgain(queue, visible, receipt.receive);
  if (queue.inflightMessages.has(receipt.receive)) return queue.changeVisibility(receipt.receive, seconds);
  if (!queue.isFifo() && isPresent(queue, receipt))
    throw new QueueError('MessageNotInflight', 'The message referred to is not in flight.');
  const reason = 'Message does not exist or is not available for visibility timeout change.';
  throw invalidParameter('ReceiptHandle', text, reason);
}

function hideAgain(queue: EngineQueue, message: Message, receiptHandle: string): void {
  queue.messages = queue.messages.filter((each) => each !== message);
  queue.inflightMessages.set(receiptHandle, { message, receiptHandle, visibilityDeadline: Date.now() });
}

/** Throws `ReceiptHandleIsInvalid` for a handle that this queue never gave out. */
function readReceipt({ arn }: EngineQueue, handle: string): Receipt {
  const [queueArn, messageId = '', receive = '', ...rest] = Buffer.from(handle, 'base64')
    .toString()
    .split(' ');
  if (queueArn === arn && RECEIVE.test(messageId) && RECEIVE.test(receive) && rest.length === 0)
    return { messageId, receive };
  const shown = handle.slice(0, 200);
  throw new QueueError(
    'ReceiptHandleIsInvalid',
    `The input receipt handle "${shown}" is not a valid receipt handle.`,
  );
}

/** The message of a standard queue that is visible again, when this was its latest receive. */
function visibleMessage(queue: EngineQueue, { messageId, receive }: Receipt): Message | undefined {
  return queue.isFifo()
    ? undefined
    : queue.messages.find((each) => each.messageId === messageId && each.latestReceive === receive);
}

function isPresent(queue: EngineQueue, { messageId }: Receipt): boolean {
  const visible = queue.isFifo() ? [...queue.fifoMessages.values()].flat() : queue.messages;
  const hidden = [...queue.inflightMessages.values()].map(({ message }) => message);
  return [...visible, ...hidden].some((message) => message.messageId === messageId);
}
