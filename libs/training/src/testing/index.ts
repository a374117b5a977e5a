export { startStepFunctions, STATE_MACHINE_ARN } from './step-functions.ts';
export { startTrainings } from './trainings.ts';
