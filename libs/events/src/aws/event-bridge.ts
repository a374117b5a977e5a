import * as z from 'zod/mini';
import { type StandardSchema, zodOf } from '../standard-schema.ts';

/**
 * An event of EventBridge as the one record that it is. A rule hands over one event at a time, at least once and in any
 * order. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
 */
export const eventBridgeRecords = z.pipe(
  z.looseObject({ source: z.string(), 'detail-type': z.string(), detail: z.unknown() }),
  z.transform((event): readonly unknown[] => [event]),
);

/** The same event, its detail of the given shape. */
export function eventBridgeRecord<Detail extends StandardSchema>(detail: Detail) {
  return z.looseObject({
    id: z.string().check(z.minLength(1)),
    source: z.string(),
    'detail-type': z.string(),
    time: z.string(),
    resources: z.optional(z.array(z.string())),
    detail: zodOf(detail),
  });
}
