import { broadcast, type MessageHandler, type Observation, type PostToConnection } from '@hanok/lambda';
import type { FanOutQueue } from '../store/fan-out-queue.ts';
import type { Broadcast, fanOut, FanOutWork } from './fan-out.ts';
import { type FanOutMessage, presenceToRoom } from './fan-out-message.ts';

/** Ten messages of a batch are served one after another within a minute. */
const WORK_MS = 4_000;
/** Receivers that are throttled so often are given up: they see the missing number and ask. */
const MOST_ATTEMPTS = 3;
/** Receivers of one message of the queue, which takes 256 KB; the ids of connections are short. */
const RECEIVERS_AT_ONCE = 500;
/** Messages for the queue on their way at a time. */
const SENDS_AT_ONCE = 10;

/**
 * Serves one message of the queue: posts the frame to the room page by page, hands on what it does not come to, and
 * tells the rooms of connections that are gone. Throttled receivers get it later, they alone, at most three times more.
 * Rejects when the queue does not take what is left: the message comes again then, and no one is left out.
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
    const isLast = attempt >= MOST_ATTEMPTS;
    // Receivers that have cost the whole time and took nothing are tried as often as throttled ones.
    const isStuck = sent === 0 && rest !== undefined && rest.connectionIds.length > 0;
    const givenUp = isLast ? [...throttled, ...(isStuck ? rest.connectionIds : [])] : [];
    const left: FanOutMessage[] = [
      ...chunksOf(isLast ? [] : throttled).map((connectionIds) => ({
        ...{ room, frame, connectionIds, cursor: null, attempt: attempt + 1 },
      })),
      ...leaves.map((leave) => presenceToRoom(leave, 'left')),
    ];
    if (rest && !(isStuck && isLast))
      left.push({ ...handed(rest), frame, attempt: attempt + Number(isStuck) });
    else if (rest && rest.cursor !== null)
      left.push({ ...handed(rest), connectionIds: [], frame, attempt: 0 });
    await sendAll(left, (message) => queue(message, signal));
    for (const { connectionId, error } of failed) log.warn('not served', { connectionId, error });
    metrics.count('FramesSent', sent);
    metrics.count('FramesFailed', failed.length + givenUp.length);
  };
}

const handed = ({ room, connectionIds, cursor }: FanOutWork) => ({
  ...{ room, cursor },
  connectionIds: [...connectionIds],
});

function chunksOf(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / RECEIVERS_AT_ONCE) }, (_, chunk) =>
    ids.slice(chunk * RECEIVERS_AT_ONCE, (chunk + 1) * RECEIVERS_AT_ONCE),
  );
}

async function sendAll(messages: readonly FanOutMessage[], send: (message: FanOutMessage) => Promise<void>) {
  const waiting = messages.values();
  const work = async () => {
    for (const message of waiting) await send(message);
  };
  await Promise.all(Array.from({ length: Math.min(SENDS_AT_ONCE, messages.length) }, work));
}
