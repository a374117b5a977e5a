import { lostOutcomes } from './lost-outcomes.ts';
import { problemsOf } from './problems-of.ts';
import type { Branch, State } from './state.ts';
import type { StateMachine } from './state-machine.ts';

/** A state machine that would not run as written, or could lose an outcome; the message holds every problem on a line of its own. */
class StateMachineError extends Error {
  override readonly name = 'StateMachineError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/**
 * The machine in Amazon States Language. Each function's ARN is written as `${name}`, to be replaced by CloudFormation's
 * DefinitionSubstitutions. Throws `StateMachineError` with every problem when the machine would not run as written, or
 * could lose an outcome.
 */
export function statesLanguage(machine: StateMachine): object {
  const problems = [...problemsOf(machine), ...lostOutcomes(machine)];
  if (problems.length > 0) throw new StateMachineError(problems);
  const { Comment, TimeoutSeconds } = machine;
  return { Comment, ...emitted(machine), TimeoutSeconds };
}

/** Names of the functions that a machine runs, each once. */
export function functionsOf({ States }: Branch): string[] {
  const names = Object.values(States).flatMap((state) => {
    if (state.Type === 'Task') return [state.Function.name];
    if (state.Type === 'Parallel') return state.Branches.flatMap(functionsOf);
    return state.Type === 'Map' ? functionsOf(state.ItemProcessor) : [];
  });
  return [...new Set(names)];
}

function emitted({ StartAt, States }: Branch): object {
  const states = Object.entries(States).map(([name, state]) => [name, emittedState(state)]);
  return { StartAt, States: Object.fromEntries(states) };
}

function emittedState(state: State): object {
  switch (state.Type) {
    case 'Task': {
      const { Type, Function, ...rest } = state;
      return { Type, Resource: `\${${Function.name}}`, ...rest };
    }
    case 'Parallel':
      return { ...state, Branches: state.Branches.map(emitted) };
    case 'Map':
      return {
        ...state,
        ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...emitted(state.ItemProcessor) },
      };
    default:
      return state;
  }
}
