import { defineTable } from '@hanok/tables';

/** One item for each drill of a training, and one for its outcome. */
export const TRAINING_TABLE = defineTable({
  name: 'Trainings',
  key: { partition: { name: 'TrainingId', type: 'S' }, sort: { name: 'Drill', type: 'S' } },
});
