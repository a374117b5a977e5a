import { randomUUID } from 'node:crypto';
import type { SqsEvent } from '@hanok/events';
import { buildSqsEvent } from '@hanok/events/testing';
import type { GameResult } from '@hanok/scoring';

/** An SQS event with one message per result, with every attribute that AWS sends and message ids of their own. */
export function resultBatch(results: readonly GameResult[]): SqsEvent {
  const bodies = results.map((result) => JSON.stringify(result));
  const event = buildSqsEvent(bodies, { messageIds: results.map(() => randomUUID()) });
  const more = { SenderId: 'AIDAIENQZJOLO23YVJ4VO', ApproximateFirstReceiveTimestamp: '1545082649185' };
  return {
    Records: event.Records.map((record) => ({ ...record, attributes: { ...record.attributes, ...more } })),
  };
}
