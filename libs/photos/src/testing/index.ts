export { startPhotoEngines } from './photo-engines.ts';
export { startStepFunctions, STATE_MACHINE_ARN } from './step-functions.ts';
