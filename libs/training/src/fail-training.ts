import { addLogIds, type TaskHandler } from '@hanok/lambda';
import * as z from 'zod/mini';
import { trainingId } from './record-drill.ts';
import type { TrainingTable } from './tables/training-table.ts';

/** Longest reason, in UTF-16 code units. */
const MAX_REASON = 256;

/** What `training-fail` gets: a training, and what Step Functions says of an error, whatever its cause. */
export const failureInput = z.object({
  TrainingId: trainingId,
  Failure: z.catch(z.object({ Error: z.string() }), { Error: 'Unknown' }),
});
export const failureOutput = z.object({ TrainingId: z.string(), Status: z.literal('FAILED') });

/** `training-fail`: stores by which error a training failed, unless it has succeeded. To run it again is safe. */
export function failTraining(options: {
  trainings: Pick<TrainingTable, 'end'>;
  now?: () => Date;
}): TaskHandler<z.infer<typeof failureInput>, z.infer<typeof failureOutput>> {
  const { trainings, now = () => new Date() } = options;
  return async ({ TrainingId, Failure }, signal) => {
    addLogIds({ trainingId: TrainingId });
    const Reason = Failure.Error.slice(0, MAX_REASON).toWellFormed();
    await trainings.end({ TrainingId, Status: 'FAILED', Reason, EndedAt: now().toISOString() }, signal);
    return { TrainingId, Status: 'FAILED' };
  };
}
