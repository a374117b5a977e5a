export type { ChoiceRule, Comparison } from './choice-rule.ts';
export { drawMachine } from './draw-machine.ts';
export { StateMachineError } from './errors.ts';
export { problemsOf } from './problems-of.ts';
export { retryTransient } from './retry-transient.ts';
export type { Branch, Catcher, Retrier, State } from './state.ts';
export { branch, stateMachine, type StateMachine } from './state-machine.ts';
export { functionsOf, statesLanguage } from './states-language.ts';
export { taskFunction, type TaskFunction } from './task-function.ts';
