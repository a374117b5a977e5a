import type { Scoring } from '@hanok/scoring';
import type { EachBatchHandler } from 'kafkajs';

/** A record that will never be counted, and why: for a topic or a table of its own. */
export type DeadLetter = { place: string; value: string | undefined; reason: string };

/**
 * `eachBatch` for a consumer of game results. The offset moves on only behind results that are counted or kept as dead
 * letters. When one cannot be counted now, the batch is thrown back: Kafka hands it over again, and what is counted
 * already stays counted once.
 */
export function countResults(
  scoring: Pick<Scoring, 'recordResults'>,
  keep: (letters: readonly DeadLetter[]) => Promise<void>,
): EachBatchHandler {
  return async ({ batch, resolveOffset, heartbeat }) => {
    const values = new Map(
      batch.messages.map(({ offset, value }) => [placeOf(batch, offset), value?.toString()]),
    );
    const given = batch.messages.map(({ offset, value, timestamp }) => ({
      id: placeOf(batch, offset),
      result: parseJson(value),
      sentAt: Number(timestamp),
    }));
    const failures = await scoring.recordResults(given);
    const later = failures.find(({ error }) => !isBad(error));
    if (later) throw later.error;
    await keep(
      failures.map(({ id, error }) => ({ place: id, value: values.get(id), reason: error.message })),
    );
    resolveOffset(batch.lastOffset());
    await heartbeat();
  };
}

function placeOf({ topic, partition }: { topic: string; partition: number }, offset: string): string {
  return `${topic}/${partition}/${offset}`;
}

/** No retry helps: its fields are wrong, or its ResultId stands for another result. */
function isBad({ name }: Error): boolean {
  return name === 'RangeError' || name === 'ResultIdReusedError';
}

/** Undefined for what is no JSON: the schema then says what is wrong. */
function parseJson(value: Buffer | null): unknown {
  try {
    return JSON.parse(value?.toString() ?? '');
  } catch {
    return undefined;
  }
}
