import type { runStates, StatesRun } from '@hanok/engines/states';
import type { Clock } from '../../clock.ts';
import type { Ending } from './execution-store.ts';
import { createHistory, type EngineEvent, type HistoryEntry } from './history-event.ts';
import { runTask, type TaskPorts, TOKEN_PLACE } from './run-task.ts';
import { listStates, type ListedState } from './state-list.ts';
import type { StateMachine } from './state-machine.ts';
import { waitMs, withWaitsAsTasks } from './wait-on-clock.ts';

/** A running execution. */
export type RunningExecution = { ended: Promise<Ending>; abort(): void };

type ExecutionInput = { arn: string; name: string; input: unknown };
type Options = TaskPorts & { clock: Clock; onEntry(entry: HistoryEntry): void };
type RunOptions = NonNullable<Parameters<typeof runStates>[2]>;

/** Runs a machine's definition on its functions. Waits and retry delays pass on the clock, time limits in real time. */
export function runExecution(
  machine: StateMachine,
  execution: ExecutionInput,
  options: Options,
): RunningExecution {
  const definition: unknown = JSON.parse(machine.definition);
  const states = listStates(definition);
  const stopping = new AbortController();
  // The engine is loaded by the first execution: it would hold up the start of the stack.
  const run = import('@hanok/engines/states').then((engine) =>
    engine.runStates(withWaitsAsTasks(definition), execution.input, {
      overrides: overridesOf(states, machine, { ...options, signal: stopping.signal }),
      context: contextOf(machine, execution),
    }),
  );
  const history = createHistory(machine.roleArn, (name) => states.find(([each]) => each === name)?.[1]);
  const abort = () => {
    stopping.abort();
    void run.then((each) => each.abort());
  };
  return { ended: endingOf(run, (event) => history(event).forEach(options.onEntry)), abort };
}

function overridesOf(
  states: readonly [string, ListedState][],
  machine: StateMachine,
  options: Options & { signal: AbortSignal },
): NonNullable<RunOptions['overrides']> {
  const { clock, signal } = options;
  const task = (resource: string) => (input: unknown) => runTask(options, machine, resource, input);
  const wait = (state: ListedState) => async (input: unknown) => {
    await clock.sleep(waitMs(state, input, clock.now()), signal);
    return input;
  };
  const handlers = states.flatMap(([name, state]) => {
    if (state.Type === 'Wait') return [[name, wait(state)] as const];
    return state.Type === 'Task' ? [[name, task(state.Resource ?? '')] as const] : [];
  });
  // What goes in and out of a task is JSON; the engine has a type of its own for it.
  type Handlers = NonNullable<NonNullable<RunOptions['overrides']>['taskResourceLocalHandlers']>;
  return {
    taskResourceLocalHandlers: Object.fromEntries(handlers) as Handlers,
    ...(clock.speed !== 1 && { retryIntervalOverrides: retryDelays(states, clock.speed) }),
  };
}

/** The first delay of each retrier, as long as it is on the clock. */
function retryDelays(states: readonly [string, ListedState][], speed: number): Record<string, number[]> {
  const delays = ({ Retry }: ListedState) =>
    Retry.map(({ IntervalSeconds }) => (1_000 * IntervalSeconds) / speed);
  return Object.fromEntries(states.map(([name, each]) => [name, delays(each)]));
}

function contextOf(machine: StateMachine, { arn: Id, name: Name }: ExecutionInput) {
  return {
    Execution: { Id, Name, RoleArn: machine.roleArn },
    StateMachine: { Id: machine.arn, Name: machine.name },
    Task: { Token: TOKEN_PLACE },
  };
}

async function endingOf(
  starting: Promise<StatesRun>,
  onEvent: (event: EngineEvent) => void,
): Promise<Ending> {
  const run = await starting;
  const settled = run.result.then(
    (output): Ending => ({ status: 'SUCCEEDED', output: JSON.stringify(output) }),
    failedEnding,
  );
  for await (const event of run.eventLogs) onEvent(event);
  return settled;
}

function failedEnding(thrown: unknown): Ending {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  if (error.name === 'ExecutionAbortedError') return { status: 'ABORTED' };
  if (error.name === 'ExecutionTimeoutError') return { status: 'TIMED_OUT' };
  const cause = error.cause instanceof Error ? error.cause : error;
  return { status: 'FAILED', error: cause.name, cause: cause.message };
}
