import { flowThrough } from './data-flow/flow-through.ts';
import { jsonSchemaOf } from './data-flow/json-schema.ts';
import type { Branch, Retrier, State } from './state.ts';
import type { StateMachine } from './state-machine.ts';
import { targetsOf } from './targets.ts';

/** Every reason why a machine would not run as written, each naming its state; empty when there is none. */
export function problemsOf(machine: StateMachine): string[] {
  const structural = structureProblems(machine);
  if (structural.length > 0) return structural;
  const { problems } = flowThrough(machine, jsonSchemaOf(machine.input, 'output'));
  return [...new Set(problems)];
}

function structureProblems(branch: Branch): string[] {
  const names = Object.keys(branch.States);
  const missing = [
    ...(names.includes(branch.StartAt) ? [] : [`StartAt names no state: ${branch.StartAt}`]),
    ...Object.entries(branch.States).flatMap(([name, state]) =>
      targetsOf(state)
        .filter((target) => !names.includes(target.name))
        .map((target) => `${name}: leads to no state: ${target.name}`),
    ),
  ];
  const reached = reachedFrom(branch);
  const unreachable = names.filter((name) => !reached.has(name)).map((name) => `${name}: is never reached`);
  return [...missing, ...unreachable, ...Object.entries(branch.States).flatMap(stateProblems)];
}

function reachedFrom({ StartAt, States }: Branch): Set<string> {
  const reached = new Set<string>();
  const open = [StartAt];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const state = States[name];
    if (state === undefined || reached.has(name)) continue;
    reached.add(name);
    open.push(...targetsOf(state).map((target) => target.name));
  }
  return reached;
}

function stateProblems([name, state]: [string, State]): string[] {
  if (state.Type === 'Parallel') return state.Branches.flatMap(structureProblems);
  if (state.Type === 'Map') return structureProblems(state.ItemProcessor);
  if (state.Type !== 'Task') return [];
  const { errors } = state.Function;
  const handled: readonly Pick<Retrier, 'ErrorEquals'>[] = [...(state.Retry ?? []), ...(state.Catch ?? [])];
  return handled
    .flatMap(({ ErrorEquals }) => ErrorEquals)
    .filter((error) => !errors.includes(error) && !isReserved(error))
    .map((error) => `${name}: ${state.Function.name} never throws ${error}`);
}

/** Errors that Step Functions and Lambda name themselves. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
function isReserved(error: string): boolean {
  return /^(States|Lambda|Sandbox)\.\w+$/.test(error);
}
