import * as z from 'zod';
import { operation } from '../../../gateway/json-service.ts';
import { invalidParameter, noSuchStream } from '../errors.ts';
import { existingGroup, groupText, type LogGroups } from '../log-groups.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
const MOST_EVENTS = 10_000;
const MOST_BYTES = 1_048_576;
const EVENT_OVERHEAD_BYTES = 26;
const DAY_MS = 86_400_000;
const OLDEST_MS = 14 * DAY_MS;
const NEWEST_MS = 2 * 3_600_000;

const input = z.strictObject({
  logGroupName: groupText,
  logStreamName: z.string().min(1).max(512),
  logEvents: z
    .array(z.strictObject({ timestamp: z.int().min(0), message: z.string().min(1) }))
    .min(1)
    .max(MOST_EVENTS),
});

/** PutLogEvents: events that are too old, or too far ahead, are left out and told. */
export const putLogEvents = operation(
  input,
  (groups: LogGroups, { logGroupName, logStreamName, logEvents }) => {
    const group = existingGroup(groups, { logGroupName });
    if (!groups.store.hasStream(group, logStreamName)) throw noSuchStream();
    checkEvents(logEvents);
    const now = Date.now();
    const tooOld = logEvents.filter(({ timestamp }) => timestamp < now - OLDEST_MS).length;
    const tooNew = logEvents.findIndex(({ timestamp }) => timestamp > now + NEWEST_MS);
    const taken = logEvents.slice(tooOld, tooNew < 0 ? undefined : tooNew);
    groups.store.appendAll(
      taken.map(({ timestamp: time, message: line }) => ({
        ...{ functionName: group, logGroup: group, logStream: logStreamName, time, line },
      })),
    );
    const rejected = {
      ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
      ...(tooNew >= 0 && { tooNewLogEventStartIndex: tooNew }),
    };
    return {
      nextSequenceToken: '49640000000000000000000000000000000000000000000000000000',
      ...(Object.keys(rejected).length > 0 && { rejectedLogEventsInfo: rejected }),
    };
  },
);

function checkEvents(events: z.infer<typeof input>['logEvents']): void {
  const bytes = events.reduce(
    (sum, { message }) => sum + Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES,
    0,
  );
  if (bytes > MOST_BYTES)
    throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${MOST_BYTES}`);
  const times = events.map(({ timestamp }) => timestamp);
  if (times.some((time, index) => time < (times[index - 1] ?? 0)))
    throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.');
  if ((times.at(-1) ?? 0) - (times[0] ?? 0) > DAY_MS)
    throw invalidParameter(
      'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
    );
}
