import type { Clock } from '../../clock.ts';
import { PAYLOAD_LIMIT_BYTES } from '../delivery/invoke-batch.ts';
import { restFor } from '../delivery/sleep.ts';
import { jsonBytes } from '../delivery/split-by-size.ts';
import type { ReceivedMessage } from './sqs-message.ts';
import type { SqsQueue } from './sqs-queue.ts';

/** Longest wait of one receive, and pause between receives in a window's last second, of real time. */
const LONG_POLL_SECONDS = 20;
const SHORT_POLL_MS = 50;

/**
 * Waits for a first message, then gathers until the batch is full, 6 MB are reached or the batching window has
 * passed since the first one. Answers an empty list when nothing came in one long poll, or after an abort.
 */
export async function gatherMessages(
  queue: Pick<SqsQueue, 'receive'>,
  limits: { batchSize: number; windowMs: number },
  clock: Clock,
  signal: AbortSignal,
): Promise<ReceivedMessage[]> {
  const messages = await queue.receive(limits.batchSize, LONG_POLL_SECONDS);
  const closesAt = clock.now() + limits.windowMs;
  let bytes = sizeOf(messages);
  while (
    messages.length > 0 &&
    messages.length < limits.batchSize &&
    bytes < PAYLOAD_LIMIT_BYTES &&
    !signal.aborted
  ) {
    const leftMs = (closesAt - clock.now()) / clock.speed;
    if (leftMs <= 0) break;
    const more = await receiveWithin(queue, limits.batchSize - messages.length, leftMs, signal);
    messages.push(...more);
    bytes += sizeOf(more);
  }
  return messages;
}

/** Long polls count whole seconds; what is left of a window under a second is polled in short steps. */
async function receiveWithin(
  queue: Pick<SqsQueue, 'receive'>,
  max: number,
  leftMs: number,
  signal: AbortSignal,
): Promise<ReceivedMessage[]> {
  const waitSeconds = Math.min(LONG_POLL_SECONDS, Math.floor(leftMs / 1000));
  const messages = await queue.receive(max, waitSeconds);
  if (messages.length === 0 && waitSeconds === 0) await restFor(Math.min(SHORT_POLL_MS, leftMs), signal);
  return messages;
}

function sizeOf(messages: readonly ReceivedMessage[]): number {
  return messages.reduce((bytes, message) => bytes + jsonBytes(message.record) + 1, 0);
}
