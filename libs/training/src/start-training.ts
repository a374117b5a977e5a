import { type TrainingRequest, trainingRequest } from '@hanok/events';
import { fingerprint, KEY_REUSED, route, type Route } from '@hanok/lambda';
import * as z from 'zod/mini';
import { TrainingKeyReusedError } from './errors.ts';
import type { ExecutionStore } from './execution-store.ts';

/**
 * `POST /training`: starts the execution that the request names. The same request, or the same `Idempotency-Key`, is
 * the same training for as long as Step Functions keeps names (90 days); another training under a key is refused, 422.
 */
export function createStartTraining(options: { executions: Pick<ExecutionStore, 'start'> }): Route[] {
  const start = async (training: TrainingRequest, key: string | undefined, signal: AbortSignal) => {
    const TrainingId = fingerprint(key === undefined ? { training } : { key });
    try {
      await options.executions.start(TrainingId, training, signal);
    } catch (error) {
      if (error instanceof TrainingKeyReusedError) return KEY_REUSED;
      throw error;
    }
    return { status: 202, body: { TrainingId } };
  };
  return [
    route({
      httpMethod: 'POST',
      resource: '/training',
      path: z.object({}),
      query: z.object({}),
      body: trainingRequest,
      idempotencyKey: true,
      handle: ({ body, idempotencyKey }, signal) => start(body, idempotencyKey, signal),
    }),
  ];
}
