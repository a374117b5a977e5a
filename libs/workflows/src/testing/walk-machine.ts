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
  const doubles = Object.fromEntries(
    allStates(machine).flatMap(([id, state]) =>
      state.Type === 'Task' ? [[id, doubleOf(functions, state.Function.name)] as const] : [],
    ),
  );
  const walk: Walk = { states: [] };
  const ending = await runStates(definition, options.input, {
    tasks: async ({ state, input }) => doubles[state]?.(input),
    clock: timelessClock(),
    context: { Execution: { Name: name } },
    ...(machine.TimeoutSeconds !== undefined && {
      signal: AbortSignal.timeout(machine.TimeoutSeconds * 1_000),
    }),
    onEvent: ({ stateEnteredEventDetails: entered }) => {
      if (entered !== undefined) walk.states.push((entered as { name: string }).name);
    },
  });
  if (ending.status === 'SUCCEEDED') walk.output = ending.output;
  else if (ending.status === 'FAILED')
    walk.error = { name: ending.error ?? 'Unknown', message: ending.cause ?? '' };
  else walk.error = { name: 'States.Timeout', message: '' };
  return walk;
}

/** A sleep on it takes no time, and the time that it shows is later by as much. */
function timelessClock() {
  let now = Date.now();
  return {
    now: () => now,
    sleep: async (ms: number) => void (now += ms),
  };
}

function doubleOf(functions: Readonly<Record<string, TaskDouble>>, name: string): TaskDouble {
  const double = functions[name];
  if (double === undefined) throw new TypeError(`No double for ${name}`);
  return double;
}

function allStates({ States }: Branch): [string, Branch['States'][string]][] {
  return Object.entries(States).flatMap(([name, state]) => {
    const inner =
      state.Type === 'Parallel' ? state.Branches : state.Type === 'Map' ? [state.ItemProcessor] : [];
    return [[name, state] as [string, typeof state], ...inner.flatMap(allStates)];
  });
}

/** Tasks have the limit of the walk. The machine's own is a signal, as no wait of the walk takes time. */
function hastened(
  { TimeoutSeconds: _, ...definition }: { TimeoutSeconds?: number },
  seconds: number,
): object {
  return JSON.parse(JSON.stringify(definition), (_name, value: unknown) => {
    const task = typeof value === 'object' && value !== null && 'Type' in value && value.Type === 'Task';
    return task ? { ...value, TimeoutSeconds: seconds } : value;
  });
}
