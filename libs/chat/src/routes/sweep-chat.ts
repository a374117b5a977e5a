import type { Observation, TaskHandler } from '@hanok/lambda';
import * as z from 'zod/mini';
import { presenceToRoom } from '../fan-out/fan-out-message.ts';
import type { sweepLeases } from '../members/presence.ts';
import type { FanOutQueue } from '../store/fan-out-queue.ts';

/** A schedule says nothing. */
export const sweepInput = z.object({});
/** A sweep ends by itself well before the time of its function is over. */
const WORK_MS = 40_000;

/**
 * Run again and again: ends presence whose lease is over, for connections whose `$disconnect` was lost, and tells each
 * room once who has left. Answers how many have left, and how many leases could not be ended now.
 */
export function sweepChat(
  options: Observation & {
    sweep: ReturnType<typeof sweepLeases>;
    fanOut: FanOutQueue;
    now?: () => Date;
  },
): TaskHandler<unknown, { left: number; failed: number }> {
  const { sweep, fanOut, log, metrics, now = () => new Date() } = options;
  return async (_input, signal) => {
    const until = now().getTime() + WORK_MS;
    let [left, failed] = [0, 0];
    for await (const each of sweep(() => now().getTime() < until, signal)) {
      if ('error' in each) {
        failed += 1;
        log.warn('lease not ended', { error: each.error });
        continue;
      }
      await fanOut(presenceToRoom(each, 'left'), signal);
      left += 1;
    }
    metrics.count('MembersSwept', left);
    return { left, failed };
  };
}
