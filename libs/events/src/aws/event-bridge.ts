import * as z from 'zod/mini';

/**
 * An event of EventBridge as the one record that it is. A rule hands over one event at a time, at least once and in any
 * order. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
 */
export const eventBridgeRecords = z.pipe(
  z.looseObject({ source: z.string(), 'detail-type': z.string(), detail: z.unknown() }),
  z.transform((event): readonly unknown[] => [event]),
);
