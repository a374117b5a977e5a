import { isDeepStrictEqual } from 'node:util';
import { matches, normalised } from './normalise.ts';

/** An event of a history, ours or recorded; where the recording is sorted its id is no number. */
export type Told = { id: unknown; previousEventId: unknown; type: string; [field: string]: unknown };
export type Verdict = 'identical' | 'trifles' | 'differs';

const BESIDE = /^(id|previousEventId|type|timestamp)$/;
const ENDING = /^Execution(Succeeded|Failed|TimedOut|Aborted)$/;
const PASSAGE = /State(Entered|Exited)$/;

/**
 * Identical: the same events in the same order with the same details, ids and previous ids. Trifles: the same ending,
 * error and output, and the same states entered and left with the same data; a cause, the facts of a task, or the order
 * of branches that run side by side is another. A recording that stops before the ending is compared as far as it goes.
 */
export function judgeHistory(recorded: readonly Told[], ours: readonly Told[]): Verdict {
  const [theirs, mine] = [recorded.map(plain), ours.map(plain)];
  const ended = theirs.some(({ type }) => ENDING.test(type));
  const compared = ended ? mine : mine.slice(0, theirs.length);
  const isSorted = theirs.some(({ id }) => typeof id !== 'number');
  const same = isSorted ? sameSorted(theirs, compared) : matches(theirs, compared);
  if (same) return ended || mine.length === theirs.length ? 'identical' : 'trifles';
  return isDeepStrictEqual(outcomeOf(theirs), outcomeOf(compared)) ? 'trifles' : 'differs';
}

/** The first event that is another, theirs and ours. */
export function firstDifference(recorded: readonly Told[], ours: readonly Told[]): string {
  const [theirs, mine] = [recorded.map(plain), ours.map(plain)];
  const index = theirs.findIndex((each, at) => !matches(each, mine[at]));
  const [one, other] = [theirs[index], mine[index]].map((each) => JSON.stringify(sorted(each)));
  return index < 0
    ? `they have ${theirs.length} events, we ${mine.length}`
    : `recorded ${one}, ours ${other}`;
}

type Plain = { id: unknown; previousEventId: unknown; type: string; details: unknown };

function plain({ id, previousEventId, type, ...rest }: Told): Plain {
  const [details] = Object.entries(rest).filter(([name]) => !BESIDE.test(name));
  return { id, previousEventId, type, details: normalised(details?.[1] ?? {}) };
}

/**
 * The recording sorts what runs side by side, without ids, and leaves out what lies between: all that it has must be
 * ours, the numbered events at their numbers, and we may have no more events than it counts.
 */
function sameSorted(theirs: readonly Plain[], mine: readonly Plain[]): boolean {
  const left = [...mine];
  const found = theirs.every((event) => {
    const index = left.findIndex((each) =>
      typeof event.id === 'number'
        ? matches(event, each)
        : matches([event.type, event.details], [each.type, each.details]),
    );
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  });
  return found && left.length === Number(theirs.at(-1)?.id) - theirs.length;
}

function outcomeOf(events: readonly Plain[]): unknown {
  const ending = events.find(({ type }) => ENDING.test(type));
  const { error, output } = (ending?.details ?? {}) as { error?: unknown; output?: unknown };
  const passages = events
    .filter(({ type }) => PASSAGE.test(type))
    .map(({ type, details }) => JSON.stringify([type, sorted(details)]))
    .toSorted();
  return { type: ending?.type, error, output, passages };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, each]) => [name, sorted(each)]),
  );
}
