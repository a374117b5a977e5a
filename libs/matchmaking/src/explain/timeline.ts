import type { Ticket } from '../matchmaker/ticket.ts';
import type { RuleSet } from '../rule-set/rule-set.ts';
import { explain } from './explain.ts';
import type { Explanation } from './explanation.ts';

/** What holds between two tickets from one moment on. */
export type TimelineEntry = {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** How long each of the two waits then. */
  readonly seconds: { readonly a: number; readonly b: number };
  readonly explanation: Explanation;
};

/** How the answer for two tickets changes while they wait, since rules are relaxed in steps. */
export type Timeline = {
  /** One entry for the moment when both are there, and one for each step that begins later. */
  readonly entries: readonly TimelineEntry[];
  /** The first of them at which the two may be in one match. */
  readonly meets?: TimelineEntry | undefined;
};

/**
 * When two tickets can be in one match. With `newest`, which is the default of `expansionAgeSelection`, steps count from
 * the arrival of the younger one. Nothing is told of the time after one of them has timed out.
 */
export function timeline(
  ruleSet: RuleSet,
  a: Ticket,
  b: Ticket,
  { requestTimeoutSeconds = Number.POSITIVE_INFINITY } = {},
): Timeline {
  const [first, last] = [Math.min(a.startTime, b.startTime), Math.max(a.startTime, b.startTime)];
  const clock = ruleSet.algorithm.expansionAgeSelection === 'newest' ? last : first;
  const steps = ruleSet.versions.map(({ fromSeconds }) => clock + fromSeconds * 1000);
  const moments = [last, ...steps.filter((at) => at > last)].filter(
    (at) => at <= first + requestTimeoutSeconds * 1000,
  );
  const entries = moments.map((at): TimelineEntry => {
    const seconds = { a: (at - a.startTime) / 1000, b: (at - b.startTime) / 1000 };
    return { at, seconds, explanation: explain(ruleSet, [a, b], at) };
  });
  return { entries, meets: entries.find(({ explanation }) => explanation.verdict !== 'no') };
}
