import type { Clock } from '../../clock.ts';
import { type Rule, rateMs } from './rule.ts';

/** The rules that run again and again. */
type Schedules = {
  /** Runs a rule that is enabled and has a schedule, from now on or from `start` on; a schedule that it has already goes on. */
  set(rule: Rule): void;
  remove(name: string): void;
  /** Runs these rules, the first time after one period. */
  start(rules: readonly Rule[]): void;
  /** Those that run begin anew, with a period from now on. */
  restart(): void;
  /** Resolves when none will run again. */
  stop(): Promise<void>;
};

/** `run` is called with a rule's name and the time at which it is due. */
export function createSchedules(clock: Clock, run: (name: string, dueAt: number) => void): Schedules {
  const running = new Map<string, { schedule: string; stopping: AbortController; ended: Promise<void> }>();
  let started = false;

  async function again(name: string, periodMs: number, signal: AbortSignal): Promise<void> {
    for (let dueAt = clock.now() + periodMs; ; dueAt += periodMs) {
      await clock.sleep(Math.max(0, dueAt - clock.now()), signal);
      run(name, dueAt);
    }
  }

  function remove(name: string): void {
    running.get(name)?.stopping.abort();
    running.delete(name);
  }

  function set({ name, schedule, isEnabled }: Rule): void {
    const wanted = isEnabled ? schedule : undefined;
    if (!started || running.get(name)?.schedule === wanted) return;
    remove(name);
    if (wanted !== undefined) begin(name, wanted);
  }

  function begin(name: string, wanted: string): void {
    const stopping = new AbortController();
    // It ends with the signal alone.
    const ended = again(name, rateMs(wanted), stopping.signal).catch(() => undefined);
    running.set(name, { schedule: wanted, stopping, ended });
  }

  return {
    set,
    remove,
    start: (rules) => {
      started = true;
      rules.forEach(set);
    },
    restart: () => {
      for (const [name, { schedule }] of [...running]) {
        remove(name);
        begin(name, schedule);
      }
    },
    stop: async () => {
      const ended = [...running.values()].map((each) => each.ended);
      for (const name of [...running.keys()]) remove(name);
      started = false;
      await Promise.all(ended);
    },
  };
}
