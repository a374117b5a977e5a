export { type DrillFunction, type DrillName, drills } from './drills.ts';
export { DrillNotRecordedError, TrainingKeyReusedError } from './errors.ts';
export { createExecutionStore, type ExecutionStore, type TrainingProgress } from './execution-store.ts';
export { createReadTraining } from './read-training.ts';
export { createDrill, drillInput, drillOutput } from './record-drill.ts';
export { createStartTraining } from './start-training.ts';
export { trainingMachine } from './training-machine.ts';
export { createTrainingTable, type DrillRecord, type TrainingTable } from './training-table.ts';
