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
  unmask: z.literal(false).optional(),
};

const getInput = z.strictObject({
  ...groupMembers,
  ...range,
  logStreamName: z.string(),
  startFromHead: z.boolean().default(false),
});
const filterInput = z.strictObject({
  ...groupMembers,
  ...range,
  logStreamNames: z.array(z.string()).min(1).max(100).optional(),
  logStreamNamePrefix: z.string().optional(),
  filterPattern: z.string().max(1024).default(''),
  // Events of several streams are always interleaved.
  interleaved: z.boolean().optional(),
});

/** An answer holds a megabyte of events at most, each counted with 26 bytes beside its message, as AWS counts. */
const MAX_ANSWER_BYTES = 1_048_576;
const EVENT_OVERHEAD_BYTES = 26;

/** FilterLogEvents: events of a group that match, oldest first. */
export const filterLogEvents = operation(filterInput, (groups: LogGroups, input) => {
  const group = existingGroup(groups, input);
  const matches = filterPattern(input.filterPattern);
  const { startTime, logStreamNames: streams, logStreamNamePrefix: streamPrefix } = input;
  const endTime = input.endTime === undefined ? undefined : input.endTime + 1; // Here the end is inclusive.
  const after = input.nextToken === undefined ? undefined : position(input.nextToken);
  const events = groups.store.events({ group, streams, streamPrefix, startTime, endTime, after });
  const { taken, more } = take(filter(events, matches), input.limit);
  const last = taken.at(-1);
  return {
    events: taken.map((event) => ({
      ...wireEvent(event),
      logStreamName: event.stream,
      eventId: eventId(event),
    })),
    searchedLogStreams: [],
    ...(more && last !== undefined ? { nextToken: token(last) } : {}),
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

function* filter(events: Iterable<LogEvent>, matches: (message: string) => boolean): Generator<LogEvent> {
  for (const event of events) if (matches(event.message)) yield event;
}

function take(events: Iterable<LogEvent>, limit: number): { taken: LogEvent[]; more: boolean } {
  const taken: LogEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    bytes += Buffer.byteLength(event.message) + EVENT_OVERHEAD_BYTES;
    if (taken.length === limit || (bytes > MAX_ANSWER_BYTES && taken.length > 0))
      return { taken, more: true };
    taken.push(event);
  }
  return { taken, more: false };
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
