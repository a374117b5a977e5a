import { fingerprint, type SqsMessage } from '@hanok/lambda';
import type { GameResult } from './game-result.ts';

/** One distinct result, the id by which a repeat of it is known, and the messages of this batch that brought it. */
export type IdentifiedResult = {
  receiptId: string;
  fingerprint: string;
  result: GameResult;
  messageIds: readonly string[];
  /** When the oldest of these messages was sent: milliseconds since the epoch. */
  sentAt?: number | undefined;
  /** The trace of each of these messages that has one. */
  traces?: readonly string[];
};

/** The oldest of times, of which some may be unknown. */
export function oldestOf(times: readonly { sentAt?: number | undefined }[]): number | undefined {
  const known = times.map(({ sentAt }) => sentAt).filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

/**
 * The distinct results of a batch. Messages with one id and one content are one result; `reused` are the messages
 * whose id already stands in this batch for another content.
 */
export function identifyResults(messages: readonly SqsMessage<GameResult>[]): {
  results: IdentifiedResult[];
  reused: string[];
} {
  const byReceipt = Map.groupBy(messages, ({ messageId, body }) => receiptIdOf(messageId, body));
  const results: IdentifiedResult[] = [];
  const reused: string[] = [];
  for (const [receiptId, [first, ...others]] of byReceipt) {
    if (!first) continue;
    const print = fingerprint(first.body);
    const same = others.filter(({ body }) => fingerprint(body) === print);
    const copies = [first, ...same];
    const messageIds = copies.map(({ messageId }) => messageId);
    const sentAt = oldestOf(copies);
    const traces = copies.flatMap(({ trace }) => trace ?? []);
    results.push({ receiptId, fingerprint: print, result: first.body, messageIds, sentAt, traces });
    reused.push(...others.filter((each) => !same.includes(each)).map(({ messageId }) => messageId));
  }
  return { results, reused };
}

/** The producer's own id, because a producer that sends again gets a new message id; without one the message's id. */
function receiptIdOf(messageId: string, { ResultId }: GameResult): string {
  return ResultId === undefined ? `message#${messageId}` : `result#${ResultId}`;
}
