import type { Clock } from '../../../clock.ts';

/** When names are due. */
type DueTimes = {
  /** Due at this time on the stack's clock, or sooner when it is so already. */
  set(name: string, time: number): void;
  forget(name: string): void;
  /** Nothing is due any more. */
  stop(): void;
};

/** In real time: a clock that runs fast does not ask for more. */
const SHORTEST_MS = 50;
const LONGEST_MS = 2 ** 31 - 1;

/** Calls `onDue` with the names that are due, once for each time; while none is, nothing runs. */
export function createDueTimes(clock: Clock, onDue: (names: readonly string[]) => void): DueTimes {
  const due = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let timerAt = Infinity;

  function schedule(): void {
    const next = Math.min(...due.values());
    if (next === timerAt) return;
    clearTimeout(timer);
    timerAt = next;
    if (next === Infinity) return;
    const wait = Math.max(SHORTEST_MS, (next - clock.now()) / clock.speed);
    timer = setTimeout(run, Math.min(wait, LONGEST_MS)).unref();
  }

  function run(): void {
    timerAt = Infinity;
    const now = clock.now();
    const names = [...due].flatMap(([name, time]) => (time <= now ? [name] : []));
    for (const name of names) due.delete(name);
    if (names.length > 0) onDue(names);
    schedule();
  }

  return {
    set: (name, time) => {
      if ((due.get(name) ?? Infinity) <= time) return;
      due.set(name, time);
      if (time < timerAt) schedule();
    },
    forget: (name) => void due.delete(name),
    stop: () => {
      due.clear();
      clearTimeout(timer);
    },
  };
}
