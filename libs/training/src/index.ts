export { createExecutions } from '@hanok/workflows/executions';
export { DRILLS } from './drills.ts';
export { failTraining, failureInput } from './fail-training.ts';
export { readTraining } from './read-training.ts';
export { drillInput, recordDrill } from './record-drill.ts';
export { startTraining } from './start-training.ts';
export { TRAINING_TABLE } from './tables/definitions.ts';
export { createTrainingTable } from './tables/training-table.ts';
export { trainingMachine } from './training-machine.ts';
