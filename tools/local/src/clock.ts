import { setImmediate as loopTurn } from 'node:timers/promises';

/**
 * The stack's clock for waits that AWS counts in seconds to days: visibility timeouts, retry delays, batch
 * windows, record age. Speed 1 is real time; at speed 60 a minute passes in a second. Function timeouts never
 * use it: a function runs in real time.
 */
export type Clock = {
  /** Milliseconds since the epoch on this clock. */
  now(): number;
  /** What this clock showed at a moment of real time. */
  timeAt(real: number): number;
  /** Resolves after `ms` on this clock; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  readonly speed: number;
};

/** A clock that can be moved on. */
export type MovableClock = Clock & {
  /**
   * Moves on by `ms`. What sleeps until a time in between wakes at that time, in the order of the times, and may sleep
   * again. Throws `RangeError` for what is no number of milliseconds from 0 on.
   */
  advance(ms: number): Promise<void>;
  /** Undoes every move. What sleeps has as long to sleep as before. */
  reset(): void;
  /** Calls the listener after each move. */
  onMove(listener: () => void): void;
};

type Sleeper = { due: number; arm(): void };

/** What a timer of Node holds: a longer one would end at once. */
const MOST_MS = 2 ** 31 - 1;
/** Moves that are remembered; what was before them counts as before all. */
const MOST_MOVES = 1_000;
/** Turns of the event loop in which what woke may begin its work and sleep again. */
const TURNS = 3;

/** A clock that starts at the real time and from there runs `speed` times as fast. */
export function createClock(speed = 1): MovableClock {
  const start = Date.now();
  const sleepers = new Set<Sleeper>();
  const listeners: (() => void)[] = [];
  /** The moves, the newest first: up to when by real time, and by how much in all. */
  let moves = [{ real: -Infinity, moved: 0 }];
  const timeAt = (real: number) =>
    start + (moves.find((move) => move.real <= real)?.moved ?? 0) + (real - start) * speed;
  const now = () => timeAt(Date.now());

  function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const sleeper = { due: now() + ms, arm };
      signal?.throwIfAborted();
      signal?.addEventListener('abort', abort, { once: true });
      sleepers.add(sleeper);
      arm();

      function arm(): void {
        clearTimeout(timer);
        const left = (sleeper.due - now()) / speed;
        if (left > 0) timer = setTimeout(arm, Math.min(Math.ceil(left), MOST_MS));
        else end(resolve);
      }
      function abort(): void {
        clearTimeout(timer);
        end(() => reject(signal?.reason));
      }
      function end(settle: () => void): void {
        sleepers.delete(sleeper);
        signal?.removeEventListener('abort', abort);
        settle();
      }
    });
  }

  function moveTo(time: number): void {
    const real = Date.now();
    const moved = (moves[0]?.moved ?? 0) + Math.max(0, time - timeAt(real));
    moves = [{ real, moved }, ...moves.filter((move) => move.real < real)].slice(0, MOST_MOVES);
    for (const listener of listeners) listener();
  }

  async function advance(ms: number): Promise<void> {
    if (!(ms >= 0 && Number.isFinite(ms)))
      throw new RangeError(`advance: ${ms} is no number of milliseconds`);
    const target = now() + ms;
    for (let next = first(target); next !== undefined; next = first(target)) {
      moveTo(next.due);
      next.arm();
      for (let turn = 0; turn < TURNS; turn += 1) await loopTurn();
    }
    moveTo(target);
    for (const sleeper of [...sleepers]) sleeper.arm();
  }

  function reset(): void {
    const moved = moves[0]?.moved ?? 0;
    moves = [{ real: -Infinity, moved: 0 }];
    for (const sleeper of sleepers) sleeper.due -= moved;
    for (const listener of listeners) listener();
  }

  /** The one that wakes first, up to this time. */
  function first(until: number): Sleeper | undefined {
    let found: Sleeper | undefined;
    for (const sleeper of sleepers)
      if (sleeper.due <= until && sleeper.due < (found?.due ?? Infinity)) found = sleeper;
    return found;
  }

  return { now, timeAt, sleep, speed, advance, reset, onMove: (listener) => void listeners.push(listener) };
}

/** A clock on which one can see how many sleep. */
export function countSleepers(clock: Clock): Clock & { sleeping(): number } {
  let count = 0;
  return {
    now: clock.now,
    timeAt: clock.timeAt,
    speed: clock.speed,
    sleep: async (ms, signal) => {
      count += 1;
      try {
        await clock.sleep(ms, signal);
      } finally {
        count -= 1;
      }
    },
    sleeping: () => count,
  };
}
