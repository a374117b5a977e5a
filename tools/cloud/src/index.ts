export { GomokuStack } from './gomoku-stack.ts';
export { HanokFunction } from './hanok-function.ts';
export { synthesize } from './synthesize.ts';
export { type Finding, describeFinding, failsBuild } from './findings.ts';
