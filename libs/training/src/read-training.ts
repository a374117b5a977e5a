import { ok, refusal, route, type Route } from '@hanok/lambda';
import * as z from 'zod/mini';
import type { ExecutionStore } from './execution-store.ts';
import type { TrainingTable } from './training-table.ts';

const id = z.string().check(z.regex(/^[\w-]{1,80}$/, 'expected 1 to 80 letters, digits, - or _'));

/** `GET /training/{id}`: status, the states passed, and the record of each drill. */
export function createReadTraining(options: {
  executions: Pick<ExecutionStore, 'look'>;
  trainings: Pick<TrainingTable, 'drillsOf'>;
}): Route[] {
  return [
    route({
      httpMethod: 'GET',
      resource: '/training/{id}',
      path: z.object({ id }),
      query: z.object({}),
      handle: async ({ path }, signal) => {
        const progress = await options.executions.look(path.id, signal);
        if (progress === undefined) return refusal(404, 'No such training');
        const Drills = await options.trainings.drillsOf(path.id, signal);
        const { status: Status, error, states: States } = progress;
        return ok({
          TrainingId: path.id,
          Status,
          ...(error !== undefined && { Reason: error }),
          States,
          Drills,
        });
      },
    }),
  ];
}
