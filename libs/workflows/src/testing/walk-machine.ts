import { runStates } from '@hanok/engines/states';
import { statesLanguage } from '../states-language.ts';
import type { Branch } from '../state.ts';
import type { StateMachine } from '../state-machine.ts';

/** What a function does in a walk: answers, or throws an error whose `name` the machine sees. */
export type TaskDouble = (input: unknown) => unknown;

/** How an execution went: the states in the order in which they were entered, and how it ended. */
export type Walk = { states: string[]; output?: unknown; error?: { name: string; message: string } };

/**
 * Runs a machine as it deploys, each function stood in for by name. Waits and retries take no time; a task times out
 * after `timeoutMs` in place of its own limit. Rejects when a function that the machine runs has no double.
 */
export async function walkMachine(
  machine: StateMachine,
  options: {
    input: unknown;
    functions: Readonly<Record<string, TaskDouble>>;
    timeoutMs?: number;
    name?: string;
  },
): Promise<Walk> {
  const { timeoutMs = 10_000, name = 'walk', functions } = options;
  const definition = hastened(statesLanguage(machine), timeoutMs / 1_000);
  const states = allStates(machine);
  const overrides = {
    taskResourceLocalHandlers: Object.fromEntries(
      states.flatMap(([id, state]) =>
        state.Type === 'Task' ? [[id, doubleOf(functions, state.Function.name)]] : [],
      ),
    ),
    waitTimeOverrides: Object.fromEntries(states.map(([id]) => [id, 0])),
    retryIntervalOverrides: Object.fromEntries(states.map(([id]) => [id, 0])),
  };
  const context = { Execution: { Name: name } };
  const run = runStates(definition, options.input, { overrides, context });
  const walk: Walk = { states: [] };
  const settled = run.result.then(
    (output) => void Object.assign(walk, { output }),
    (error: unknown) => void Object.assign(walk, { error: errorOf(error) }),
  );
  for await (const event of run.eventLogs)
    if (event.type === 'StateEntered') walk.states.push(event.state.name);
  await settled;
  return walk;
}

function doubleOf(functions: Readonly<Record<string, TaskDouble>>, name: string) {
  const double = functions[name];
  if (double === undefined) throw new TypeError(`No double for ${name}`);
  // The engine's type of JSON values is its own; what goes in and out is JSON all the same.
  return async (input: unknown) => (await double(input)) as never;
}

function allStates({ States }: Branch): [string, Branch['States'][string]][] {
  return Object.entries(States).flatMap(([name, state]) => {
    const inner =
      state.Type === 'Parallel' ? state.Branches : state.Type === 'Map' ? [state.ItemProcessor] : [];
    return [[name, state] as [string, typeof state], ...inner.flatMap(allStates)];
  });
}

/** Only a task's limit changes: a machine's own bounds the whole walk. */
function hastened(definition: object, seconds: number): object {
  return JSON.parse(JSON.stringify(definition), (_, value: unknown) => {
    const task = typeof value === 'object' && value !== null && 'Type' in value && value.Type === 'Task';
    return task ? { ...value, TimeoutSeconds: seconds } : value;
  });
}

function errorOf(error: unknown): { name: string; message: string } {
  const cause = error instanceof Error && error.name === 'ExecutionError' ? error.cause : error;
  return cause instanceof Error
    ? { name: cause.name, message: cause.message }
    : { name: 'Unknown', message: String(cause) };
}
