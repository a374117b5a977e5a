import type { Clock } from './clock.ts';
import type { State } from './definition.ts';
import { StateCancelled } from './failure.ts';
import type { History } from './history.ts';

/** What a Task state asks for. */
export type TaskCall = {
  /** The name of its state. */
  state: string;
  resource: string;
  /** Behind Parameters or Arguments. */
  input: unknown;
  /** With `.waitForTaskToken`: whoever has it says how the task ended. */
  token: string | undefined;
  /** The token was handed over by an earlier run: only its outcome is waited for. */
  handedOver: boolean;
  onHandedOver(): void;
  /** Whoever has the token says that the task goes on. */
  onHeartbeat(): void;
  signal: AbortSignal;
};

/** What all states of a run share. */
export type Run = {
  history: History;
  /** Waits and retry delays pass on it; time limits of tasks pass in real time. */
  clock: Clock;
  tasks(call: TaskCall): Promise<unknown>;
  /** `Execution` and `StateMachine` of the context object. */
  context: object;
};

/** A line of states, one after the other: the execution, a branch, or an iteration. */
export type Thread = {
  /** Its place in the execution, the same each time that the execution runs. */
  path: string;
  /** The number of its last event. */
  previous: number;
  variables: Readonly<Record<string, unknown>>;
  jsonata: boolean;
  /** `Map` of the context object. */
  item: object | undefined;
  /** The type of the state in which it is. */
  at: string | undefined;
  signal: AbortSignal;
};

/** One stay in one state. */
export type Visit = {
  run: Run;
  thread: Thread;
  /** Its place in the execution, the same each time that the execution runs. */
  place: string;
  name: string;
  state: State;
  jsonata: boolean;
  input: unknown;
  enteredId: number;
  /** The last event before the state was entered. */
  before: number;
  retryCount: number;
  /** How many events it has told. */
  told: number;
  /** A Map or a Parallel has begun to run its branches. */
  started: boolean;
  token: string | undefined;
};

/** How a state is left; without `next` its thread ends. */
export type Exit = { output: unknown; next?: string | undefined; assigned?: object | undefined };

type Telling = {
  previous?: number;
  /** The next event of the thread does not follow it. */
  aside?: boolean;
  /** What tells it from others of its state, where their order is not the same in every run. */
  key?: string;
};

/** Tells an event of a state; the next one of its thread follows it, unless `aside`. Throws `StateCancelled`. */
export function tell(
  visit: Visit,
  type: string,
  details?: { name: string; value: object },
  { previous = visit.thread.previous, aside = false, key }: Telling = {},
): number {
  if (visit.thread.signal.aborted) throw new StateCancelled();
  if (key === undefined) visit.told += 1;
  const id = visit.run.history.add(`${visit.place}e${key ?? visit.told}`, previous, type, details);
  if (!aside) visit.thread.previous = id;
  return id;
}

/** The context object, `$$` and `$states.context`. */
export function contextOf(visit: Visit): object {
  const { run, thread, name, state, enteredId, retryCount, token } = visit;
  const retried = state.Type === 'Task' || state.Type === 'Map' || state.Type === 'Parallel';
  const EnteredTime = new Date(run.history.timeOf(enteredId)).toISOString();
  return {
    ...run.context,
    State: { Name: name, EnteredTime, ...(retried && { RetryCount: retryCount }) },
    ...(thread.item && { Map: thread.item }),
    ...(token !== undefined && { Task: { Token: token } }),
  };
}
