export { aslProblems } from './asl-problems.ts';
export { walkMachine, type TaskDouble, type Walk } from './walk-machine.ts';
