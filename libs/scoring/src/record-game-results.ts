import {
  asError,
  type MessageBatchHandler,
  type MessageFailure,
  inTraces,
  type Observation,
  withLogIds,
} from '@hanok/lambda';
import { ContendedError, untilUncontended } from '@hanok/tables';
import type { GameResult } from './game-result.ts';
import { ResultIdReusedError } from './errors.ts';
import { type IdentifiedResult, identifyResults } from './identified-result.ts';
import { planTransactions, type TransactionBatch } from './plan-transactions.ts';
import { sumByPlayer } from './player-change.ts';
import type { PlayerTable } from './tables/player-table.ts';

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
    const failures = await Promise.all(lanes.map((batches) => settleInTurn(batches, { ...options, signal })));
    return [
      ...reused.map((messageId) => ({ messageId, error: new ResultIdReusedError() })),
      ...failures.flat(),
    ];
  };
}

type Run = Options & { signal: AbortSignal };

async function settleInTurn(batches: readonly TransactionBatch[], run: Run): Promise<MessageFailure[]> {
  const failures: MessageFailure[] = [];
  for (const batch of batches) {
    const results = resultsOf(batch);
    const settled = inTraces(tracesOf(results), () =>
      withLogIds({ messageIds: messageIdsOf(results) }, () => settle(batch, run)),
    );
    failures.push(...(await settled));
  }
  return failures;
}

/**
 * Writes the batch. Results that cancel the transaction are taken out, and the rest goes again at once, until nothing
 * is left; those whose player another writer holds are tried again after a wait.
 */
async function settle(batch: TransactionBatch, run: Run): Promise<MessageFailure[]> {
  const failures: MessageFailure[] = [];
  let pending = batch;
  let held: IdentifiedResult[] = [];
  const write = async () => {
    if (held.length > 0) [pending, held] = [sumByPlayer(held), []];
    while (pending.length > 0) {
      run.signal.throwIfAborted();
      const outcome = await add(pending, run);
      failures.push(...outcome.failures);
      held.push(...outcome.held);
      pending = sumByPlayer(outcome.clear);
    }
    return { kind: held.length > 0 ? 'contended' : 'settled' };
  };
  try {
    await untilUncontended(write, run);
    return held.length === 0 ? failures : [...failures, ...failuresOf(held, new ContendedError())];
  } catch (thrown) {
    const error = asError(run.signal.aborted ? run.signal.reason : thrown);
    return [...failures, ...failuresOf([...resultsOf(pending), ...held], error)];
  }
}

/** What is left of a batch after one transaction: the results to write at once, those to wait for, and the failed. */
type Outcome = { clear: IdentifiedResult[]; held: IdentifiedResult[]; failures: MessageFailure[] };

async function add(batch: TransactionBatch, run: Run): Promise<Outcome> {
  const added = await run.players.add(batch, run.now?.() ?? new Date(), run.signal);
  const results = resultsOf(batch);
  if (added.kind === 'counted') {
    run.metrics.count('ResultsApplied', results.length);
    return { clear: [], held: [], failures: [] };
  }
  const {
    clear = [],
    contended: held = [],
    repeated = [],
    rejected = [],
  } = Object.groupBy(results, ({ receiptId }) => added.by.get(receiptId)?.kind ?? 'clear');
  reportRepeated(repeated, run);
  const failures = rejected.flatMap((each) => {
    const reason = added.by.get(each.receiptId);
    return reason?.kind === 'rejected' ? failuresOf([each], reason.error) : [];
  });
  return { clear, held, failures };
}

function reportRepeated(repeated: readonly IdentifiedResult[], { log, metrics }: Run): void {
  if (repeated.length === 0) return;
  inTraces(tracesOf(repeated), () => log.info('results repeated', { messageIds: messageIdsOf(repeated) }));
  metrics.count('ResultsRepeated', repeated.length);
}

function resultsOf(batch: TransactionBatch): IdentifiedResult[] {
  return batch.flatMap(({ results }) => results);
}

function messageIdsOf(results: readonly IdentifiedResult[]): string[] {
  return results.flatMap(({ messageIds }) => messageIds);
}

function tracesOf(results: readonly IdentifiedResult[]): string[] {
  return results.flatMap(({ traces = [] }) => traces);
}

function failuresOf(results: readonly IdentifiedResult[], error: Error): MessageFailure[] {
  return messageIdsOf(results).map((messageId) => ({ messageId, error }));
}
