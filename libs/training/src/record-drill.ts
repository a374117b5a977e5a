import { addLogIds, asError, type TaskHandler } from '@hanok/lambda';
import { executionId } from '@hanok/workflows';
import * as z from 'zod/mini';
import { type DrillFunction, DRILLS, LAST_DRILLS } from './drills.ts';
import type { TrainingTable } from './tables/training-table.ts';

/** What the machine is started with; a type that is none of the three never comes to a drill. */
export const trainingInput = z.object({
  TraningType: z.optional(z.string()),
  TrainingType: z.optional(z.string()),
  Player: z.optional(z.string()),
});

/** The training that an execution of this name is an attempt at. */
export const trainingId = z.pipe(z.string().check(z.minLength(1), z.maxLength(80)), z.transform(executionId));

/** What a drill gets: the name of the execution, and what that was started with. */
export const drillInput = z.object({
  TrainingId: trainingId,
  Request: trainingInput,
});
export const drillOutput = z.object({ Drill: z.string() });

/** The record of a drill could not be written; to run the drill again is safe. The name is what a machine sees. */
class DrillNotRecordedError extends Error {
  override readonly name = 'DrillNotRecordedError';
}

/**
 * The task of one drill: records it once, however often it runs, and with the last one that the training has succeeded.
 * Throws `DrillNotRecordedError`.
 */
export function recordDrill(options: {
  drill: DrillFunction;
  trainings: Pick<TrainingTable, 'record' | 'end'>;
  now?: () => Date;
}): TaskHandler<z.infer<typeof drillInput>, z.infer<typeof drillOutput>> {
  const { trainings, now = () => new Date() } = options;
  const Drill = DRILLS[options.drill];
  return async ({ TrainingId, Request }, signal) => {
    addLogIds({ trainingId: TrainingId });
    const { TraningType, TrainingType, Player } = Request;
    const type = TraningType ?? TrainingType ?? '';
    const at = now().toISOString();
    try {
      await trainings.record({ TrainingId, Drill, TraningType: type, Player, TrainedAt: at }, signal);
      if (LAST_DRILLS.has(options.drill))
        await trainings.end({ TrainingId, Status: 'SUCCEEDED', EndedAt: at }, signal);
    } catch (thrown) {
      const cause = asError(thrown);
      throw new DrillNotRecordedError(`${Drill} was not recorded: ${cause.name}`, { cause });
    }
    return { Drill };
  };
}
