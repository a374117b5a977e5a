import { REAL_CLOCK, type Clock, sleepUntil } from './clock.ts';
import type { Definition } from './definition.ts';
import { StateCancelled, StateFailure } from './failure.ts';
import { createHistory, HistoryFullError, LAST_KEY, type Listener, type Past } from './history.ts';
import { told } from './kinds/task-events.ts';
import { runThread } from './run-thread.ts';
import type { TaskCall, Thread } from './visit.ts';

/** How a run ended. ABORTED: its signal was aborted, and nothing more is told of it. */
export type StatesEnding =
  | { status: 'SUCCEEDED'; output: unknown }
  | { status: 'FAILED'; error?: string; cause?: string }
  | { status: 'TIMED_OUT' | 'ABORTED' };

export type StatesOptions = Listener & {
  /** Runs a task. An error's name and message are those of the failure; `StateFailure` can leave them out. */
  tasks(call: TaskCall): Promise<unknown>;
  clock?: Clock;
  /** `Execution` and `StateMachine` of the context object, as far as the definition reads them. */
  context?: { Execution?: { RoleArn?: string; [name: string]: unknown }; StateMachine?: object };
  signal?: AbortSignal;
  /** What an earlier run of this execution told and noted: the run goes on from there. */
  past?: Past;
};

const WHOLE = { truncated: false };
const ROOT = { path: '', previous: 0, item: undefined, at: undefined };

/** Runs a definition in Amazon States Language, which is taken as valid. */
export async function runStates(
  definition: object,
  input: unknown,
  { tasks, clock = REAL_CLOCK, context = {}, signal, past, ...listener }: StatesOptions,
): Promise<StatesEnding> {
  // The definition is any JSON to callers; what is not States Language was refused when it was deployed.
  const machine = definition as Definition;
  const history = createHistory(clock.now, listener, past);
  const stopping = new AbortController();
  const stopped = signal === undefined ? stopping.signal : AbortSignal.any([signal, stopping.signal]);
  const thread: Thread = {
    ...ROOT,
    variables: {},
    jsonata: machine.QueryLanguage === 'JSONata',
    signal: stopped,
  };
  const roleArn = context.Execution?.RoleArn;
  const started = {
    input: JSON.stringify(input),
    inputDetails: WHOLE,
    ...(roleArn !== undefined && { roleArn }),
  };
  const first = history.add('s', 0, 'ExecutionStarted', { name: 'executionStarted', value: started });
  const ended = (type: string, value: object, previous = thread.previous) =>
    history.add(LAST_KEY, previous, `Execution${type}`, { name: `execution${type}`, value });

  let late = false;
  if (machine.TimeoutSeconds !== undefined)
    void sleepUntil(history.timeOf(first) + 1_000 * machine.TimeoutSeconds, clock, stopped).then(
      () => {
        late = true;
        stopping.abort();
      },
      () => undefined,
    );
  try {
    const run = { history, clock, tasks, context };
    const output = await runThread(run, thread, machine, JSON.parse(JSON.stringify(input)));
    ended('Succeeded', { output: JSON.stringify(output), outputDetails: WHOLE });
    return { status: 'SUCCEEDED', output };
  } catch (thrown) {
    if (late) {
      ended('TimedOut', {});
      return { status: 'TIMED_OUT' };
    }
    if (thrown instanceof StateCancelled) return { status: 'ABORTED' };
    const failure = thrown instanceof HistoryFullError ? fullHistory() : thrown;
    if (!(failure instanceof StateFailure)) throw failure;
    const { error, reason } = failure;
    ended('Failed', told(error, reason));
    return { status: 'FAILED', ...told(error, reason) };
  } finally {
    stopping.abort();
  }
}

function fullHistory(): StateFailure {
  return new StateFailure(
    'States.Runtime',
    'The execution reached the maximum number of history events (25000).',
  );
}
