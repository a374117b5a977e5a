import { ok, refusal, type RestAnswer, route, type Route } from '@hanok/lambda';
import type { Executions } from '@hanok/workflows/executions';
import * as z from 'zod/mini';
import type { TrainingTable } from './tables/training-table.ts';

const id = z.string().check(z.regex(/^[\w-]{1,80}$/, 'expected 1 to 80 letters, digits, - or _'));

/**
 * `GET /training/{id}`: status, the states passed, and the record of each drill. An execution that Step Functions has
 * forgotten is told of by the table.
 */
export function readTraining(options: {
  executions: Pick<Executions, 'find' | 'states'>;
  trainings: Pick<TrainingTable, 'drillsOf' | 'outcomeOf'>;
}): readonly Route[] {
  const { executions, trainings } = options;
  return [
    route({
      httpMethod: 'GET',
      resource: '/training/{id}',
      path: z.object({ id }),
      handle: async ({ path: { id: TrainingId } }, signal) => {
        const execution = await executions.find(TrainingId, signal);
        if (execution === undefined) return readOutcome(TrainingId, trainings, signal);
        const { name, status: Status, error } = execution;
        const States = await executions.states(name, signal);
        const Drills = await trainings.drillsOf(TrainingId, signal);
        return ok({ TrainingId, Status, ...(error !== undefined && { Reason: error }), States, Drills });
      },
    }),
  ];
}

async function readOutcome(
  TrainingId: string,
  trainings: Pick<TrainingTable, 'drillsOf' | 'outcomeOf'>,
  signal: AbortSignal,
): Promise<RestAnswer> {
  const outcome = await trainings.outcomeOf(TrainingId, signal);
  if (outcome === undefined) return refusal(404, 'No such training');
  const { Status, Reason } = outcome;
  const Drills = await trainings.drillsOf(TrainingId, signal);
  return ok({ TrainingId, Status, ...(Reason !== undefined && { Reason }), States: [], Drills });
}
