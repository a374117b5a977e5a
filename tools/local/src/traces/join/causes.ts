import * as z from 'zod';

/** A change of a table as a function is told of it. */
export type TableChange = {
  table: string;
  sequenceNumber: string;
  eventName: string;
  keys: Record<string, unknown>;
  newImage?: Record<string, unknown> | undefined;
};

/** What an invocation was run for; one for each record of a batch. */
export type Cause = {
  /** The first key that is known names the span. */
  keys: readonly string[];
  /** How the function's answer names the record. */
  identifier?: string;
  /** How often it was received, as the queue says. */
  attempt?: number;
  change?: TableChange;
  /** Whether the invocation may be known by its other causes alone. */
  isOptional?: boolean;
  /** The record, as JSON. */
  text: string;
};

const loose = z.record(z.string(), z.unknown());
const record = z.looseObject({ eventSource: z.string().optional(), EventSource: z.string().optional() });
const sqsRecord = z.looseObject({
  messageId: z.string(),
  md5OfBody: z.string().optional(),
  body: z.string(),
  attributes: loose.catch({}),
});
const streamRecord = z.looseObject({
  eventSourceARN: z.string(),
  eventName: z.string(),
  dynamodb: z.looseObject({ SequenceNumber: z.string(), Keys: loose, NewImage: loose.optional() }),
});
const s3Record = z.looseObject({ responseElements: z.looseObject({ 'x-amz-request-id': z.string() }) });
const snsRecord = z.looseObject({ Sns: z.looseObject({ MessageId: z.string(), Message: z.string() }) });
const serviceEvent = z.looseObject({ id: z.string(), source: z.string(), detail: loose });
const tickets = z.array(z.looseObject({ ticketId: z.string() }));

/** The causes that an event of Lambda names; none for one that a client of an API brought about. */
export function causesOf(event: unknown): Cause[] {
  const { Records, ...rest } = loose.catch({}).parse(event);
  if (Array.isArray(Records)) return Records.flatMap(ofRecord);
  const told = serviceEvent.safeParse(rest).data;
  return told === undefined ? [] : withTickets(`event:${told.id}`, told.detail);
}

function ofRecord(given: unknown): Cause[] {
  const { eventSource, EventSource = eventSource } = record.catch({}).parse(given);
  const text = JSON.stringify(given);
  switch (EventSource) {
    case 'aws:sqs': {
      const { messageId, md5OfBody, body, attributes } = sqsRecord.parse(given);
      const attempt = Number(attributes['ApproximateReceiveCount'] ?? 1);
      const keys = [`sqs:${messageId}`, ...(md5OfBody === undefined ? [] : [`md5:${md5OfBody}`])];
      return [{ keys, identifier: messageId, attempt, text: body }];
    }
    case 'aws:dynamodb': {
      const { eventSourceARN, eventName, dynamodb } = streamRecord.parse(given);
      const { SequenceNumber: sequenceNumber, Keys, NewImage } = dynamodb;
      const table = /:table\/([^/]+)/.exec(eventSourceARN)?.[1] ?? '';
      const change = { table, sequenceNumber, eventName, keys: Keys, newImage: NewImage };
      return [{ keys: [`change:${table} ${sequenceNumber}`], identifier: sequenceNumber, change, text }];
    }
    case 'aws:s3':
      return [{ keys: [`request:${s3Record.parse(given).responseElements['x-amz-request-id']}`], text }];
    case 'aws:sns': {
      const { MessageId, Message } = snsRecord.parse(given).Sns;
      return withTickets(`sns:${MessageId}`, detailOf(Message), Message);
    }
    default:
      return [];
  }
}

/** An event of matchmaking comes of each ticket that it is about: no call has made it. */
function withTickets(key: string, detail: Record<string, unknown>, text = JSON.stringify(detail)): Cause[] {
  const ofTickets = (tickets.safeParse(detail['tickets']).data ?? []).map(({ ticketId }) => ({
    keys: [`ticket:${ticketId}`],
    text: ticketId,
  }));
  return [{ keys: [key], text, isOptional: ofTickets.length > 0 }, ...ofTickets];
}

function detailOf(message: string): Record<string, unknown> {
  try {
    return loose.parse(loose.parse(JSON.parse(message))['detail']);
  } catch {
    return {};
  }
}

const socketEvent = z.looseObject({
  requestContext: z.looseObject({ connectionId: z.string(), eventType: z.string(), routeKey: z.string() }),
});

/** How an invocation without a cause came about, and a name for it. */
export function entryOf(event: unknown, functionName: string): { kind: string; name: string } {
  const socket = socketEvent.safeParse(event).data?.requestContext;
  if (socket !== undefined)
    return {
      kind: `socket-${socket.eventType.toLowerCase()}`,
      name: `${socket.routeKey} ${socket.connectionId}`,
    };
  const told = serviceEvent.safeParse(event).data;
  if (told?.source === 'aws.events') return { kind: 'schedule', name: functionName };
  if (told !== undefined) return { kind: 'event', name: `${told.source} ${told.id}` };
  return { kind: 'invocation', name: functionName };
}
