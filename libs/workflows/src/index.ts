export { drawMachine } from './draw-machine.ts';
export { problemsOf } from './problems-of.ts';
export type { Catcher, TaskFunction } from './state.ts';
export { branch, RETRY_TRANSIENT, stateMachine, type StateMachine, taskFunction } from './state-machine.ts';
export { functionsOf, statesLanguage } from './states-language.ts';
