import { addLogIds, fingerprint, KEY_REUSED, route, type Route } from '@hanok/lambda';
import type { Executions } from '@hanok/workflows/executions';
import { trainingRequest } from './training-request.ts';

/**
 * `POST /training`: starts the execution that the request names. The same request, or the same `Idempotency-Key`, is
 * the same training for as long as Step Functions keeps names (90 days); one that failed is started again. Another
 * training under a key is refused, 422.
 */
export function startTraining({ executions }: { executions: Pick<Executions, 'start'> }): readonly Route[] {
  return [
    route({
      httpMethod: 'POST',
      resource: '/training',
      body: trainingRequest,
      idempotencyKey: true,
      handle: async ({ body: training, idempotencyKey: key }, signal) => {
        const TrainingId = fingerprint(key === undefined ? { training } : { key });
        addLogIds({ trainingId: TrainingId });
        const outcome = await executions.start(TrainingId, training, signal);
        return outcome === 'started' ? { status: 202, body: { TrainingId } } : KEY_REUSED;
      },
    }),
  ];
}
