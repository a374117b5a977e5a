import { setImmediate } from 'node:timers/promises';
import type { Branch } from './definition.ts';
import { runtimeFailure, StateCancelled } from './failure.ts';
import { runState } from './run-state.ts';
import { type Exit, tell, type Run, type Thread, type Visit } from './visit.ts';

const WHOLE = { truncated: false };
const STATES_IN_A_ROW = 50;

/** A state that was left, as it is noted: a run that goes on does not enter it again. */
type Left = Exit & { previous: number };

/** Runs states from `StartAt` on until one ends the thread; answers its output. Throws `StateFailure`. */
export async function runThread(run: Run, thread: Thread, branch: Branch, input: unknown): Promise<unknown> {
  let name = branch.StartAt;
  let value = input;
  for (let count = 0; ; count += 1) {
    const place = `${thread.path}/${count}`;
    // Only this function writes the key.
    const left =
      (run.history.noted(place) as Left | undefined) ??
      (await visited(run, thread, branch, name, value, place));
    thread.previous = left.previous;
    thread.variables = { ...thread.variables, ...left.assigned };
    if (left.next === undefined) return left.output;
    // A loop of states that wait for nothing leaves the process room for other work.
    if (count % STATES_IN_A_ROW === STATES_IN_A_ROW - 1) await setImmediate();
    name = left.next;
    value = left.output;
  }
}

async function visited(
  run: Run,
  thread: Thread,
  { States }: Branch,
  name: string,
  input: unknown,
  place: string,
): Promise<Left> {
  if (thread.signal.aborted) throw new StateCancelled();
  const state = Object.hasOwn(States, name) ? States[name] : undefined;
  if (state === undefined) throw runtimeFailure(`There is no state '${name}'`);
  const before = thread.previous;
  const visit: Visit = {
    ...{ run, thread, place, name, state, input, before, retryCount: 0, told: 0 },
    ...{ started: false, token: undefined, enteredId: 0 },
    jsonata: state.QueryLanguage === undefined ? thread.jsonata : state.QueryLanguage === 'JSONata',
  };
  thread.at = state.Type;
  const entered = { name, input: JSON.stringify(input), inputDetails: WHOLE };
  visit.enteredId = tell(
    visit,
    `${state.Type}StateEntered`,
    { name: 'stateEntered', value: entered },
    { previous: before },
  );
  const exit = await runState(visit, (opened, branch, given) => runThread(run, opened, branch, given));
  const output = exit.output ?? null;
  const exited = { name, output: JSON.stringify(output), outputDetails: WHOLE, ...variablesOf(exit) };
  tell(visit, `${state.Type}StateExited`, { name: 'stateExited', value: exited });
  thread.at = undefined;
  const left = { ...exit, output, previous: thread.previous };
  run.history.note(place, left);
  return left;
}

function variablesOf({ assigned }: Exit): object {
  if (assigned === undefined) return {};
  const assignedVariables = Object.fromEntries(
    Object.entries(assigned).map(([name, value]: [string, unknown]) => [name, JSON.stringify(value)]),
  );
  return { assignedVariables, assignedVariablesDetails: WHOLE };
}
