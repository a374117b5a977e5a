import type { StandardSchema } from '@hanok/events';
import type { Branch, State, TaskFunction } from './state.ts';

/** A state machine as it is written: States Language, with functions in place of ARNs and the shape of its input. */
export type StateMachine = Branch & {
  Comment: string;
  /** Bounds a whole execution. */
  TimeoutSeconds: number;
  input: StandardSchema;
};

/** `States` that know each other by name: a target that is none of them does not compile. */
type Graph<Name extends string> = {
  StartAt: NoInfer<Name>;
  States: Readonly<Record<Name, State<NoInfer<Name>>>>;
};

/** A machine; `problemsOf` and `statesLanguage` say whether its data fits from state to state. */
export function stateMachine<Name extends string>(
  machine: Omit<StateMachine, keyof Branch> & Graph<Name>,
): StateMachine {
  return machine;
}

/** The states of one branch of a Parallel state, or of a Map state's items. */
export function branch<Name extends string>(graph: Graph<Name>): Branch {
  return graph;
}

/** Describes a function to the machines that run it. */
export function taskFunction(description: TaskFunction): TaskFunction {
  return description;
}
