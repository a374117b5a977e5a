import type { Clock } from '../../clock.ts';
import { PAYLOAD_LIMIT_BYTES } from '../delivery/invoke-batch.ts';
import { sleepFor } from '../delivery/sleep.ts';
import { jsonBytes } from '../delivery/split-by-size.ts';
import type { ReceivedMessage } from './sqs-message.ts';
import type { SqsQueue } from './sqs-queue.ts';

/** Longest wait of the first receive, and pause between the receives of a window, of real time. */
const LONG_POLL_SECONDS = 20;
const WINDOW_STEP_MS = 100;

/**
 * Waits for a first message, then gathers until the batch is full, 6 MB are reached or the batching window has
 * passed since the first one, on the stack's clock: a receive within a window waits for nothing, since it would not end
 * when the clock is moved on. Answers an empty list when nothing came in one long poll, or after an abort. `onWindow` is
 * told until when it gathers.
 */
export async function gatherMessages(
  queue: Pick<SqsQueue, 'receive'>,
  limits: { batchSize: number; windowMs: number },
  { clock, signal, onWindow }: { clock: Clock; signal: AbortSignal; onWindow?: (closesAt: number) => void },
): Promise<ReceivedMessage[]> {
  const messages = await queue.receive(limits.batchSize, LONG_POLL_SECONDS);
  if (messages.length === 0) return [];
  const closesAt = clock.now() + limits.windowMs;
  onWindow?.(closesAt);
  let bytes = sizeOf(messages);
  while (messages.length < limits.batchSize && bytes < PAYLOAD_LIMIT_BYTES && !signal.aborted) {
    const leftMs = closesAt - clock.now();
    if (leftMs <= 0) break;
    const more = await queue.receive(limits.batchSize - messages.length, 0);
    messages.push(...more);
    bytes += sizeOf(more);
    if (more.length === 0) await sleepFor(clock, Math.min(WINDOW_STEP_MS * clock.speed, leftMs), signal);
  }
  return messages;
}

function sizeOf(messages: readonly ReceivedMessage[]): number {
  return messages.reduce((bytes, message) => bytes + jsonBytes(message.record) + 1, 0);
}
