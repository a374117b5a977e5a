import type { Branch, Retrier, State, Task } from './state.ts';
import type { StateMachine } from './state-machine.ts';

/** A state with whether the outcome of the execution is stored when it is entered. */
type Place = { name: string; isStored: boolean };

/**
 * Every way in which an execution may end before its outcome is stored, each naming its state; empty when there is none.
 * What no machine can catch is not looked at: data over 256 KiB, and a machine that is aborted.
 */
export function lostOutcomes(machine: StateMachine): string[] {
  const longest = longestSeconds(machine);
  return [
    ...unhandled(machine, { isInner: false }),
    ...endsWithoutOutcome(machine),
    ...(longest > machine.TimeoutSeconds
      ? [`TimeoutSeconds: the states may take ${longest} s, which is longer`]
      : []),
  ];
}

/** A task in a branch needs no Catch of its own: its error is the one of the state around it. */
function unhandled({ States }: Branch, { isInner }: { isInner: boolean }): string[] {
  return Object.entries(States).flatMap(([name, state]) => {
    if (state.Type !== 'Task' && state.Type !== 'Parallel' && state.Type !== 'Map') return [];
    const inner =
      state.Type === 'Parallel' ? state.Branches : state.Type === 'Map' ? [state.ItemProcessor] : [];
    const mayFail = isInner || (state.Type === 'Task' && state.Function.stores === 'failure');
    return [
      ...(state.Type !== 'Task' || retriesAll(state) ? [] : [`${name}: does not retry States.ALL at last`]),
      ...(mayFail || endsInAll(state.Catch) ? [] : [`${name}: does not catch States.ALL at last`]),
      ...inner.flatMap((branch) => unhandled(branch, { isInner: true })),
    ];
  });
}

function endsInAll(handlers: readonly Pick<Retrier, 'ErrorEquals'>[] = []): boolean {
  const last = handlers.at(-1)?.ErrorEquals;
  return last?.length === 1 && last[0] === 'States.ALL';
}

function retriesAll({ Retry }: Task<string>): boolean {
  return endsInAll(Retry) && (Retry?.at(-1)?.MaxAttempts ?? 3) > 0;
}

function endsWithoutOutcome({ StartAt, States }: Branch): string[] {
  const lost = new Set<string>();
  const seen = new Set<string>();
  const open: Place[] = [{ name: StartAt, isStored: false }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const state = States[place.name];
    const key = JSON.stringify(place);
    if (state === undefined || seen.has(key)) continue;
    seen.add(key);
    const { isEnd, next } = onward(state, place.isStored);
    if (isEnd && !next.isStored) lost.add(`${place.name}: may end before an outcome is stored`);
    open.push(...next.names.map((name) => ({ name, isStored: next.isStored })));
    // What failed may have stored nothing, or something that is no longer true.
    open.push(...caughtBy(state).map((name) => ({ name, isStored: false })));
  }
  return [...lost];
}

function onward(state: State, wasStored: boolean) {
  const isStored = wasStored || (state.Type === 'Task' && state.Function.stores !== undefined);
  const names =
    state.Type === 'Choice'
      ? [...state.Choices.map(({ Next }) => Next), state.Default]
      : 'Next' in state && state.Next !== undefined
        ? [state.Next]
        : [];
  return { isEnd: names.length === 0, next: { names, isStored } };
}

function caughtBy(state: State): string[] {
  return 'Catch' in state ? (state.Catch ?? []).map(({ Next }) => Next) : [];
}

/** The time that the states of the longest way may take, retries and their delays with it, each state once. */
function longestSeconds({ StartAt, States }: Branch): number {
  const from = (name: string, passed: readonly string[]): number => {
    const state = States[name];
    if (state === undefined || passed.includes(name)) return 0;
    const targets = [...onward(state, false).next.names, ...caughtBy(state)];
    return secondsOf(state) + Math.max(0, ...targets.map((target) => from(target, [...passed, name])));
  };
  return from(StartAt, []);
}

function secondsOf(state: State): number {
  if (state.Type === 'Wait') return state.Seconds ?? 0;
  if (state.Type === 'Parallel') return Math.max(0, ...state.Branches.map(longestSeconds));
  if (state.Type !== 'Task') return 0;
  const { TimeoutSeconds, Retry = [] } = state;
  const again = Retry.map(
    ({ MaxAttempts = 3, ...retrier }) => MaxAttempts * TimeoutSeconds + delays(retrier, MaxAttempts),
  );
  return again.reduce((sum, seconds) => sum + seconds, TimeoutSeconds);
}

function delays(
  {
    IntervalSeconds = 1,
    BackoffRate = 2,
    MaxDelaySeconds = Infinity,
  }: Omit<Retrier, 'ErrorEquals' | 'MaxAttempts'>,
  attempts: number,
) {
  const each = Array.from({ length: attempts }, (_, attempt) => IntervalSeconds * BackoffRate ** attempt);
  return each.reduce((sum, seconds) => sum + Math.min(seconds, MaxDelaySeconds), 0);
}
