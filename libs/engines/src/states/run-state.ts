import { catcherOf, retryDelay } from './attempts.ts';
import { sleepUntil } from './clock.ts';
import type { Retrier } from './definition.ts';
import { ExpressionError, runtimeFailure, StateCancelled, StateFailure } from './failure.ts';
import type { Flow } from './flow.ts';
import { jsonataFlow } from './jsonata/jsonata-flow.ts';
import { type RunThread, runJobs } from './kinds/branches.ts';
import { choose } from './kinds/choice.ts';
import { map } from './kinds/map.ts';
import { runTask } from './kinds/task.ts';
import { told } from './kinds/task-events.ts';
import { wait } from './kinds/wait.ts';
import { pathFlow } from './path-flow.ts';
import { tooLarge } from './size-limit.ts';
import { type Exit, tell, type Visit } from './visit.ts';

type Kind = (visit: Visit, flow: Flow, runThread: RunThread) => Promise<Exit>;
const KINDS: Readonly<Record<Visit['state']['Type'], Kind>> = {
  Task: runTask,
  Pass: pass,
  Choice: choose,
  Wait: wait,
  Succeed: pass,
  Fail: fail,
  Map: map,
  Parallel: parallel,
};

/** Runs a state with its retries and catches until it is left. Throws `StateFailure` when it is not. */
export async function runState(visit: Visit, runThread: RunThread): Promise<Exit> {
  const flow = visit.jsonata ? jsonataFlow(visit) : pathFlow(visit);
  const counts = new Map<Retrier, number>();
  for (;;) {
    try {
      return sized(visit, await KINDS[visit.state.Type](visit, flow, runThread));
    } catch (thrown) {
      const failure = failureOf(visit, thrown);
      if (await triedAgain(visit, failure, counts)) continue;
      tellFailure(visit, failure);
      const catcher = catcherOf(visit.state.Catch ?? [], failure);
      if (catcher === undefined) throw failure;
      const errorOutput = { Error: failure.error ?? '', Cause: failure.reason ?? '' };
      return sized(visit, await flow.caught(catcher, errorOutput));
    }
  }
}

/** Throws `States.DataLimitExceeded` for what the next state could not take. */
function sized(visit: Visit, exit: Exit): Exit {
  const limit = tooLarge(visit.name, exit.output);
  if (limit) throw limit;
  return exit;
}

/** A failure of the definition names its state; what is no failure at all is a fault of it too. */
function failureOf({ name, enteredId }: Visit, thrown: unknown): StateFailure {
  if (thrown instanceof StateCancelled) throw thrown;
  const failure = thrown instanceof ExpressionError ? runtimeFailure(thrown.message) : thrown;
  if (!(failure instanceof StateFailure)) throw failure;
  const { error, reason, origin, location } = failure;
  if (failure.placed || (origin !== 'definition' && origin !== 'expression')) return failure;
  const where = `An error occurred while executing the state '${name}' (entered at the event id #${enteredId}).`;
  return new StateFailure(error, `${where} ${reason ?? ''}`, origin, location, true);
}

async function triedAgain(
  visit: Visit,
  failure: StateFailure,
  counts: Map<Retrier, number>,
): Promise<boolean> {
  const { state, run, place, thread, retryCount } = visit;
  const delay = retryDelay(state.Retry ?? [], failure, counts, Math.random);
  if (delay === undefined) return false;
  const due = await run.history.once(`${place}r${retryCount}`, () => run.clock.now() + delay);
  await sleepUntil(due, run.clock, thread.signal);
  visit.retryCount += 1;
  return true;
}

function tellFailure(visit: Visit, failure: StateFailure): void {
  const { state, name, enteredId, before, started } = visit;
  const around = state.Type === 'Map' || state.Type === 'Parallel';
  const evaluated = failure.origin === 'expression' && !started;
  if (evaluated) {
    const location = failure.location === undefined ? {} : { location: failure.location };
    const value = { ...told(failure.error, failure.reason), ...location, state: name };
    const previous = around ? before : enteredId;
    tell(visit, 'EvaluationFailed', { name: 'evaluationFailed', value }, { previous });
  }
  if (around && (started || evaluated)) tell(visit, `${state.Type}StateFailed`);
}

/** Pass and Succeed end at once. */
async function pass({ state, jsonata }: Visit, flow: Flow): Promise<Exit> {
  const given = !jsonata && state.Type === 'Pass' && state.Result !== undefined;
  if (given) return flow.exit(state.Result);
  return flow.exit(state.Type === 'Pass' && !jsonata ? await flow.parameters() : await flow.input());
}

async function fail(_: Visit, flow: Flow): Promise<never> {
  const [error, cause] = [await flow.field('Error'), await flow.field('Cause')];
  throw new StateFailure(textOf(error), textOf(cause));
}

function textOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Runs every branch on the same input; the result is the array of their outputs. */
async function parallel(visit: Visit, flow: Flow, runThread: RunThread): Promise<Exit> {
  const { Branches = [] } = visit.state;
  const input = await flow.parameters();
  tell(visit, 'ParallelStateStarted');
  visit.started = true;
  const jobs = Branches.map((branch) => ({ branch, input }));
  const result = await runJobs(visit, jobs, jobs.length, runThread);
  tell(visit, 'ParallelStateSucceeded', undefined, { aside: true });
  return flow.exit(result);
}
