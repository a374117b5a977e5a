import type { InertNote } from './inert-notes.ts';

/** The notes as lines, one per reason: `<reason>: <what>, <what>`. */
export function inertLines(notes: readonly InertNote[]): string[] {
  const byReason = Map.groupBy(notes, ({ reason }) => reason);
  return [...byReason].map(([reason, group]) => `${reason}: ${group.map(({ what }) => what).join(', ')}`);
}
