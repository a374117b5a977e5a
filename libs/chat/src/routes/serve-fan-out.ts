import { broadcast, type MessageHandler, type Observation, type PostToConnection } from '@hanok/lambda';
import type { Broadcast, fanOut } from '../fan-out/fan-out.ts';
import type { FanOutQueue } from '../store/fan-out-queue.ts';
import { type FanOutMessage, presenceToRoom } from './fan-out-message.ts';

/** Ten messages of a batch are served one after another within a minute. */
const WORK_MS = 4_000;
/** Receivers that are throttled so often are given up: they see the missing number and ask. */
const MOST_ATTEMPTS = 3;

/**
 * Serves one message of the queue: posts the frame to the room page by page, hands on what it does not come to, and
 * tells the rooms of connections that are gone.
 */
export function serveFanOut(
  options: Observation & {
    run: ReturnType<typeof fanOut>;
    post: PostToConnection;
    queue: FanOutQueue;
    now?: () => Date;
  },
): MessageHandler<FanOutMessage> {
  const { run, post, queue, log, metrics, now = () => new Date() } = options;
  return async ({ body }, signal) => {
    const { room, frame, attempt } = body;
    const until = now().getTime() + WORK_MS;
    const send: Broadcast = (connectionIds, aborted) => {
      const time = AbortSignal.any([aborted, AbortSignal.timeout(WORK_MS)]);
      return broadcast({ post, connectionIds, payload: frame, signal: time });
    };
    const hasTime = () => now().getTime() < until;
    const { rest, throttled, failed, leaves, sent } = await run(body, { broadcast: send, hasTime, signal });
    if (rest) await queue({ ...rest, connectionIds: [...rest.connectionIds], frame, attempt }, signal);
    const isTriedAgain = throttled.length > 0 && attempt < MOST_ATTEMPTS;
    if (isTriedAgain)
      await queue({ room, frame, connectionIds: throttled, cursor: null, attempt: attempt + 1 }, signal);
    for (const leave of leaves) await queue(presenceToRoom(leave, 'left'), signal);
    for (const { connectionId, error } of failed) log.warn('not served', { connectionId, error });
    metrics.count('FramesSent', sent);
    metrics.count('FramesFailed', failed.length + (isTriedAgain ? 0 : throttled.length));
  };
}
