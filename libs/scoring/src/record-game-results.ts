import { setTimeout as delay } from 'node:timers/promises';
import type { GameResult } from '@hanok/events';
import { asError, type MessageBatchHandler, type MessageFailure, type Observation } from '@hanok/lambda';
import { ContendedError, ResultIdReusedError } from './errors.ts';
import { identifyResults } from './identified-result.ts';
import { type Pack, planTransactions } from './plan-transactions.ts';
import type { Obstacle, PlayerTable } from './player-table.ts';

/** How often a result is tried while other writers hold its player. */
const ATTEMPTS = 6;
/** The longest wait before the second attempt; it doubles with each one. */
const FIRST_BACKOFF_MS = 25;

type Options = Observation & {
  players: PlayerTable;
  now?: () => Date;
  /** From 0 up to, not including, 1. */
  random?: () => number;
};

/**
 * Counts a batch of game results, each exactly once: the transaction that changes a player also writes the receipt by
 * which a later delivery of the same result is known. What cannot be counted now is answered as failed.
 */
export function recordGameResults(options: Options): MessageBatchHandler<GameResult> {
  return async (messages, signal) => {
    const { results, reused } = identifyResults(messages);
    const lanes = planTransactions(results);
    const settled = await Promise.all(lanes.map((packs) => settleInTurn(packs, { ...options, signal })));
    return [
      ...reused.map((messageId) => ({ messageId, error: new ResultIdReusedError() })),
      ...settled.flat(),
    ];
  };
}

type Run = Options & { signal: AbortSignal };

async function settleInTurn(packs: readonly Pack[], run: Run): Promise<MessageFailure[]> {
  const failures: MessageFailure[] = [];
  for (const pack of packs) failures.push(...(await settle(pack, run, 1)));
  return failures;
}

/** Writes the pack; the results that stand in the way are taken out, and the rest goes again at once. */
async function settle(pack: Pack, run: Run, attempt: number): Promise<MessageFailure[]> {
  if (pack.length === 0) return [];
  try {
    run.signal.throwIfAborted();
    const obstacles = await run.players.add(pack, run.now?.() ?? new Date(), run.signal);
    if (obstacles.length > 0) return await settleAround(pack, obstacles, run, attempt);
    run.metrics.count('ResultsApplied', pack.length);
    return [];
  } catch (thrown) {
    return failuresOf(pack, asError(run.signal.aborted ? run.signal.reason : thrown));
  }
}

async function settleAround(
  pack: Pack,
  obstacles: readonly Obstacle[],
  run: Run,
  attempt: number,
): Promise<MessageFailure[]> {
  const obstacleOf = new Map(obstacles.map((each) => [each.receiptId, each]));
  const groups = Map.groupBy(pack, ({ receiptId }) => obstacleOf.get(receiptId)?.kind ?? 'clear');
  reportRepeated(groups.get('repeated') ?? [], run);
  const rejected = (groups.get('rejected') ?? []).flatMap((each) => {
    const obstacle = obstacleOf.get(each.receiptId);
    return obstacle?.kind === 'rejected' ? failuresOf([each], obstacle.error) : [];
  });
  const [cleared, retried] = await Promise.all([
    settle(groups.get('clear') ?? [], run, attempt),
    retry(groups.get('contended') ?? [], run, attempt),
  ]);
  return [...rejected, ...cleared, ...retried];
}

function reportRepeated(repeated: Pack, { log, metrics }: Run): void {
  if (repeated.length === 0) return;
  log.info('results repeated', { messageIds: repeated.flatMap(({ messageIds }) => messageIds) });
  metrics.count('ResultsRepeated', repeated.length);
}

/** Waits a random time up to a bound that doubles with each attempt, so that writers of one player come apart. */
async function retry(pack: Pack, run: Run, attempt: number): Promise<MessageFailure[]> {
  if (pack.length === 0) return [];
  if (attempt >= ATTEMPTS) return failuresOf(pack, new ContendedError());
  const random = run.random ?? Math.random;
  const bound = FIRST_BACKOFF_MS * 2 ** (attempt - 1);
  const aborted = () => undefined;
  await delay(random() * bound, undefined, { signal: run.signal }).catch(aborted);
  return settle(pack, run, attempt + 1);
}

function failuresOf(pack: Pack, error: Error): MessageFailure[] {
  return pack.flatMap(({ messageIds }) => messageIds).map((messageId) => ({ messageId, error }));
}
