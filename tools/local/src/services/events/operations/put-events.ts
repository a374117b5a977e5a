import * as z from 'zod';
import { ApiError } from '../../../gateway/api-error.ts';
import { operation, parseJson } from '../../../gateway/json-service.ts';
import { traceHeaderOf, validTrace } from '../../../gateway/trace-header.ts';
import { type EventBus, inSeconds, type NewEvent } from '../event-bus.ts';
import { invalid } from '../rule.ts';
import { isDefaultBus } from './input.ts';

const entry = z.strictObject({
  /** Seconds since the epoch. */
  Time: z.number().min(0).max(253_402_300_799).optional(),
  Source: z.string().optional(),
  Resources: z.array(z.string()).optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  EventBusName: z.string().optional(),
  /** It counts before the header of the request. */
  TraceHeader: z.string().max(500).optional(),
});
type Entry = z.infer<typeof entry>;

const input = z.strictObject({ Entries: z.array(entry).min(1).max(10) });

const MAX_BYTES = 1_048_576;

/**
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 * An entry that is refused does not stop the others.
 */
export const putEvents = operation(input, (bus: EventBus, { Entries }, request) => {
  if (Entries.reduce((sum, each) => sum + sizeOf(each), 0) > MAX_BYTES)
    throw invalid('Total size of the entries in the request is over the limit.');
  if (!Entries.some(({ Source, DetailType, Detail }) => Source && DetailType && Detail))
    throw invalid('No entry has all of Source, DetailType and Detail.');
  const trace = traceHeaderOf(request);
  const read = Entries.map((each) => readEntry({ TraceHeader: trace, ...each }, bus));
  const ids = bus.send(read.flatMap((one) => (one instanceof ApiError ? [] : [one])));
  return {
    FailedEntryCount: read.length - ids.length,
    Entries: read.map((one) =>
      one instanceof ApiError ? { ErrorCode: one.code, ErrorMessage: one.message } : { EventId: ids.shift() },
    ),
  };
});

function readEntry(given: Entry, { account, clock }: EventBus): NewEvent | ApiError {
  const { Source, DetailType, Detail, Resources, Time, EventBusName = 'default', TraceHeader } = given;
  if (!isDefaultBus(EventBusName, account))
    return refused('EventBusName', 'The local stack has the event bus default only.');
  if (!Source || Source.length > 256) return refused('Source', 'Source is a required argument.');
  if (!DetailType || DetailType.length > 128)
    return refused('DetailType', 'DetailType is a required argument.');
  if (!Detail) return refused('Detail', 'Detail is a required argument.');
  if (Source.startsWith('aws.'))
    return new ApiError('NotAuthorizedForSourceException', 'Not authorized for the source.');
  const detail = parseJson(Detail);
  if (typeof detail !== 'object' || detail === null || Array.isArray(detail))
    return new ApiError('MalformedDetail', 'Detail is malformed.');
  const time = Time === undefined ? clock.now() : Time * 1000;
  return {
    source: Source,
    detailType: DetailType,
    detail,
    resources: Resources ?? [],
    time: inSeconds(time),
    trace: validTrace(TraceHeader),
  };
}

function refused(name: string, reason: string): ApiError {
  return new ApiError('InvalidArgument', `Parameter ${name} is not valid. Reason: ${reason}`);
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size */
function sizeOf({ Time, Source = '', DetailType = '', Detail = '', Resources = [] }: Entry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), Time === undefined ? 0 : 14);
}
