import * as z from 'zod';
import { operation } from '../../../gateway/json-service.ts';
import { invalidParameter, noSuchStream } from '../errors.ts';
import { filterPattern } from '../filter-pattern.ts';
import type { LogEvent, LogPosition } from '../log-events.ts';
import { existingGroup, groupMembers, type LogGroups } from '../log-groups.ts';

const time = z.int().min(0);
const range = {
  startTime: time.optional(),
  endTime: time.optional(),
  nextToken: z.string().optional(),
  limit: z.int().min(1).max(10_000).default(10_000),
};

const getInput = z.strictObject({
  ...groupMembers,
  ...range,
  logStreamName: z.string(),
  startFromHead: z.boolean().default(false),
});
const filterInput = z
  .strictObject({
    ...groupMembers,
    ...range,
    logStreamNames: z.array(z.string()).min(1).max(100).optional(),
    logStreamNamePrefix: z.string().optional(),
    filterPattern: z.string().max(1024).default(''),
  })
  .refine(
    (input) => input.logStreamNames === undefined || input.logStreamNamePrefix === undefined,
    'logStreamNames and logStreamNamePrefix cannot be given together',
  );

/** An answer holds a megabyte of events at most, each counted with 26 bytes beside its message, as AWS counts. */
const MAX_ANSWER_BYTES = 1_048_576;
const EVENT_OVERHEAD_BYTES = 26;
/** A page of a search looks at this much and no more, as on AWS: it may be empty and have a next page. */
const MAX_SEARCHED_BYTES = 8 * MAX_ANSWER_BYTES;

/** FilterLogEvents: events of a group that match, oldest first. */
export const filterLogEvents = operation(filterInput, (groups: LogGroups, input) => {
  const group = existingGroup(groups, input);
  const matches = filterPattern(input.filterPattern);
  const { startTime, logStreamNames: streams, logStreamNamePrefix: streamPrefix } = input;
  const endTime = input.endTime === undefined ? undefined : input.endTime + 1; // Here the end is inclusive.
  const after = input.nextToken === undefined ? undefined : position(input.nextToken);
  const events = groups.store.events({ group, streams, streamPrefix, startTime, endTime, after });
  const { taken, next } = take(events, input.limit, matches);
  return {
    events: taken.map((event) => ({
      ...wireEvent(event),
      logStreamName: event.stream,
      eventId: eventId(event),
    })),
    searchedLogStreams: [],
    ...(next === undefined ? {} : { nextToken: token(next) }),
  };
});

/** GetLogEvents: a stream's events, forwards or backwards from a token. At an end, the token stays the same. */
export const getLogEvents = operation(getInput, (groups: LogGroups, input) => {
  const { store } = groups;
  const group = existingGroup(groups, input);
  const { logStreamName, startTime, endTime, nextToken, limit } = input;
  if (!store.streams(group).some((stream) => stream.name === logStreamName)) throw noSuchStream();
  const forwards = nextToken === undefined ? input.startFromHead : nextToken.startsWith('f/');
  const from = nextToken === undefined ? undefined : position(nextToken.replace(/^[fb]\//, ''));
  const bound = forwards ? { after: from } : { before: from };
  const query = { group, streams: [logStreamName], startTime, endTime, ...bound, newestFirst: !forwards };
  const { taken } = take(store.events(query), limit);
  const events = forwards ? taken : taken.toReversed();
  const [first, last] = [events.at(0) ?? from, events.at(-1) ?? from];
  return {
    events: events.map(wireEvent),
    nextForwardToken: `f/${token(last ?? { time: 0, id: 0 })}`,
    nextBackwardToken: `b/${token(first ?? { time: 0, id: 0 })}`,
  };
});

/** The first events that match; `next` is the last one that was looked at, when there are more. */
function take(
  events: Iterable<LogEvent>,
  limit: number,
  matches: (message: string) => boolean = () => true,
): { taken: LogEvent[]; next?: LogEvent } {
  const taken: LogEvent[] = [];
  let [bytes, searched] = [0, 0];
  let last: LogEvent | undefined;
  for (const event of events) {
    if (last !== undefined && (taken.length === limit || searched > MAX_SEARCHED_BYTES))
      return { taken, next: last };
    const size = Buffer.byteLength(event.message) + EVENT_OVERHEAD_BYTES;
    searched += size;
    if (matches(event.message)) {
      bytes += size;
      if (last !== undefined && bytes > MAX_ANSWER_BYTES && taken.length > 0) return { taken, next: last };
      taken.push(event);
    }
    last = event;
  }
  return { taken };
}

function wireEvent({ time, message, ingestedAt }: LogEvent) {
  return { timestamp: time, message, ingestionTime: ingestedAt };
}

/** 56 digits, as AWS's are. */
function eventId({ id }: LogEvent): string {
  return String(id).padStart(56, '0');
}

function token({ time, id }: LogPosition): string {
  return `${time}-${id}`;
}

function position(text: string): LogPosition {
  const [matched, time, id] = /^(\d+)-(\d+)$/.exec(text) ?? [];
  if (matched === undefined) throw invalidParameter('The specified nextToken is invalid.');
  return { time: Number(time), id: Number(id) };
}
