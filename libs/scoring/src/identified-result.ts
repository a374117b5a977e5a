import type { GameResult } from '@hanok/events';
import type { SqsMessage } from '@hanok/lambda';

/** One distinct result, the id by which a repeat of it is known, and the messages of this batch that brought it. */
export type IdentifiedResult = { receiptId: string; result: GameResult; messageIds: readonly string[] };

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
    const same = others.filter(({ body }) => contentOf(body) === contentOf(first.body));
    const messageIds = [first, ...same].map(({ messageId }) => messageId);
    results.push({ receiptId, result: first.body, messageIds });
    reused.push(...others.filter((each) => !same.includes(each)).map(({ messageId }) => messageId));
  }
  return { results, reused };
}

/** What a result says, as text that is equal for equal results. */
export function contentOf({ PlayerName, WinDiff, LoseDiff, ScoreDiff }: GameResult): string {
  return JSON.stringify([PlayerName, WinDiff, LoseDiff, ScoreDiff]);
}

/** The producer's own id, because a producer that sends again gets a new message id; without one the message's id. */
function receiptIdOf(messageId: string, { ResultId }: GameResult): string {
  return ResultId === undefined ? `message#${messageId}` : `result#${ResultId}`;
}
