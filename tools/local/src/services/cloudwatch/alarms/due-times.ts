import type { Clock } from '../../../clock.ts';

/** When names are due. */
type DueTimes = {
  /** Due at this time on the stack's clock, or sooner when it is so already. */
  set(name: string, time: number): void;
  forget(name: string): void;
  /** Nothing is due any more. */
  stop(): void;
};

/** Calls `onDue` with each name that is due and since when, once for each time; while none is, nothing runs. */
export function createDueTimes(clock: Clock, onDue: (name: string, time: number) => void): DueTimes {
  const due = new Map<string, number>();
  let sleeping = new AbortController();
  let wakesAt = Infinity;

  function schedule(): void {
    const next = Math.min(...due.values());
    if (next === wakesAt) return;
    sleeping.abort();
    sleeping = new AbortController();
    wakesAt = next;
    if (next < Infinity) void clock.sleep(next - clock.now(), sleeping.signal).then(run, () => undefined);
  }

  function run(): void {
    wakesAt = Infinity;
    const now = clock.now();
    const past = [...due].filter(([, time]) => time <= now);
    for (const [name] of past) due.delete(name);
    for (const [name, time] of past) onDue(name, time);
    schedule();
  }

  return {
    set: (name, time) => {
      if ((due.get(name) ?? Infinity) <= time) return;
      due.set(name, time);
      if (time < wakesAt) schedule();
    },
    forget: (name) => void due.delete(name),
    stop: () => {
      due.clear();
      schedule();
    },
  };
}
