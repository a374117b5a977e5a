import { setTimeout as delay } from 'node:timers/promises';
import { MAX_AFTER_SECONDS } from '../messages/crawl-limits.ts';
import { CrawlDelayedError, HostBusyError } from '../errors.ts';
import type { TurnTable } from '../tables/turn-table.ts';

/** Longest wait within a function; for a longer one the workflow waits. */
const MAX_WAIT_MS = 2_000;

/**
 * Waits for the crawl's turn at the host, one request per `delayMs`. A turn that is further away is kept for the crawl:
 * it comes back for it, and no other one takes it. Throws `CrawlDelayedError` and `HostBusyError`.
 */
export async function awaitTurn(
  turn: { host: string; crawlId: string; delayMs: number },
  { turns, now, signal }: { turns: TurnTable; now: () => Date; signal: AbortSignal },
): Promise<void> {
  const { host, crawlId, delayMs } = turn;
  const at = now().getTime();
  const kept = await turns.find({ host, crawlId, now: at }, signal);
  const latest = at + MAX_AFTER_SECONDS * 1000;
  const due = kept ?? (await turns.take({ host, delayMs, now: at, latest }, signal));
  if (due === undefined) throw new HostBusyError();
  const waitMs = due - now().getTime();
  if (waitMs > MAX_WAIT_MS) {
    if (kept === undefined) await turns.keep({ host, crawlId, at: due }, signal);
    throw new CrawlDelayedError(Math.ceil(waitMs / 1000));
  }
  if (kept !== undefined) await turns.drop({ host, crawlId }, signal);
  if (waitMs > 0) await delay(waitMs, undefined, { signal });
}
