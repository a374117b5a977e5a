import type { TracePage, TraceSummary } from '../../../api/traces.ts';

/** The traces of a list that were read, the newest first, and where the next older ones begin; null: there are none. */
export type KnownTraces = { traces: readonly TraceSummary[]; next: string | null };

/** As many as the stack keeps. */
const MOST = 100_000;

/** Whether traces may lie between the newest ones and those that are known: so many have come meanwhile. */
export function hasGap(newest: TracePage, known: KnownTraces): boolean {
  if (newest.next === null || known.traces.length === 0) return false;
  const ids = idsOf(newest);
  return !known.traces.some(({ id }) => ids.has(id));
}

/** What is known after the newest ones were read again; those that are no longer among them are gone from the list. */
export function withNewest(newest: TracePage, known: KnownTraces): KnownTraces {
  const last = newest.traces.at(-1);
  if (newest.next === null || last === undefined || hasGap(newest, known)) return newest;
  const ids = idsOf(newest);
  const older = known.traces.filter(({ id, started }) => started <= last.started && !ids.has(id));
  if (older.length === 0) return newest;
  const traces = [...newest.traces, ...older];
  return traces.length > MOST ? { traces: traces.slice(0, MOST), next: null } : { traces, next: known.next };
}

/** What is known after the next older ones were read. */
export function withOlder({ traces }: KnownTraces, { traces: older, next }: TracePage): KnownTraces {
  const ids = new Set(traces.map(({ id }) => id));
  return { traces: [...traces, ...older.filter(({ id }) => !ids.has(id))], next };
}

const idsOf = ({ traces }: TracePage) => new Set(traces.map(({ id }) => id));
