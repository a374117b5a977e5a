export { drawMachine } from './draw-machine.ts';
export { lostOutcomes } from './lost-outcomes.ts';
export { problemsOf } from './problems-of.ts';
export type { Catcher, Parameters, TaskFunction } from './state.ts';
export { retries } from './retries.ts';
export { branch, stateMachine, type StateMachine, taskFunction } from './state-machine.ts';
export { executionId } from './execution-id.ts';
export { functionsOf, statesLanguage } from './states-language.ts';
