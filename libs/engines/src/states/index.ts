export { comparison } from './choice/comparisons.ts';
export { ExpressionError } from './failure.ts';
export type { Past, StatesEvent } from './history.ts';
export { checkExpression, expressionIn } from './jsonata/evaluate.ts';
export { checkPath } from './path/scope.ts';
export { runStates, type StatesEnding, type StatesOptions } from './run-states.ts';
export { checkIntrinsic } from './template/intrinsic.ts';
export type { TaskCall } from './visit.ts';
