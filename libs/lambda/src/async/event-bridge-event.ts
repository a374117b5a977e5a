import { eventBridgeRecord, eventBridgeRecords, type SchemaOutput, type StandardSchema } from '@hanok/events';
import type { LambdaContext } from '../invocation.ts';
import type { Observation } from '../observation/observe.ts';
import { asyncEvent, type RecordHandler } from './async-event.ts';

/** One event of a bus, its detail parsed. */
export type BusEvent<Detail> = {
  id: string;
  source: string;
  detailType: string;
  /** ISO 8601. */
  time: string;
  resources: readonly string[];
  detail: Detail;
};

/**
 * A Lambda handler for the target of an EventBridge rule or schedule, with the promises of `asyncEvent`: a rule hands an
 * event over at least once and in any order, and Lambda tries it twice more, so `handle` sees events again. An event with
 * another detail is rejected as `Invalid`. Log lines carry `eventId`.
 */
export function eventBridgeEvent<Schema extends StandardSchema>(
  options: Observation & { detail: Schema; handle: RecordHandler<BusEvent<SchemaOutput<Schema>>> },
): (event: unknown, context: LambdaContext) => Promise<void> {
  const { detail, handle, ...observation } = options;
  return asyncEvent({
    ...observation,
    records: eventBridgeRecords,
    record: eventBridgeRecord(detail),
    ids: ({ id }) => ({ eventId: id }),
    handle: ({ id, source, 'detail-type': detailType, time, resources = [], ...event }, invocation) =>
      handle({ id, source, detailType, time, resources, detail: event.detail }, invocation),
  });
}
