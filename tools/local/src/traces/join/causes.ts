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
  /** Names the span that made it. */
  key: string;
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

/** An object as it is: its members are not copied, as they would be for `z.record`. */
const loose = z.custom<Record<string, unknown>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);
const anyObject = loose.catch({});
const record = z.object({ eventSource: z.string().optional(), EventSource: z.string().optional() }).catch({});
const sqsRecord = z.object({
  messageId: z.string(),
  body: z.string(),
  attributes: anyObject,
});
const streamRecord = z.object({
  eventSourceARN: z.string(),
  eventName: z.string(),
  dynamodb: z.object({ SequenceNumber: z.string(), Keys: loose, NewImage: loose.optional() }),
});
const s3Record = z.object({ responseElements: z.object({ 'x-amz-request-id': z.string() }) });
const snsRecord = z.object({ Sns: z.object({ MessageId: z.string(), Message: z.string() }) });
const serviceEvent = z.object({ id: z.string(), source: z.string(), detail: loose });
const tickets = z.array(z.looseObject({ ticketId: z.string() }));

/** The causes that an event of Lambda names; none for one that a client of an API brought about. */
export function causesOf(event: unknown): Cause[] {
  const given = anyObject.parse(event);
  const { Records } = given;
  if (Array.isArray(Records)) return Records.flatMap(ofRecord);
  const told = serviceEvent.safeParse(given).data;
  return told === undefined ? [] : withTickets(`event:${told.id}`, told.detail);
}

function ofRecord(given: unknown): Cause[] {
  const { eventSource, EventSource = eventSource } = record.parse(given);
  switch (EventSource) {
    case 'aws:sqs': {
      const { messageId, body, attributes } = sqsRecord.parse(given);
      const attempt = Number(attributes['ApproximateReceiveCount'] ?? 1);
      return [{ key: `sqs:${messageId}`, identifier: messageId, attempt, text: body }];
    }
    case 'aws:dynamodb': {
      const { eventSourceARN, eventName, dynamodb } = streamRecord.parse(given);
      const { SequenceNumber: sequenceNumber, Keys, NewImage } = dynamodb;
      const table = /:table\/([^/]+)/.exec(eventSourceARN)?.[1] ?? '';
      const change = { table, sequenceNumber, eventName, keys: Keys, newImage: NewImage };
      const text = JSON.stringify(given);
      return [{ key: `change:${table} ${sequenceNumber}`, identifier: sequenceNumber, change, text }];
    }
    case 'aws:s3':
      return [
        {
          key: `request:${s3Record.parse(given).responseElements['x-amz-request-id']}`,
          text: JSON.stringify(given),
        },
      ];
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
  const ofTickets = (tickets.safeParse(detail['tickets']).data ?? []).map((ticket) => ({
    key: `ticket:${ticket.ticketId}`,
    identifier: ticket.ticketId,
    text: JSON.stringify(ticket),
  }));
  if (ofTickets.length === 0) return [{ key, text }];
  // What the event says of a ticket is the ticket's own.
  return [{ key, text: '', isOptional: true }, ...ofTickets];
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

/**
 * How an invocation without a cause came about, and a name for it; `key` where several invocations are of one entry, as
 * those that authorize a connection and take it.
 */
export function entryOf(
  event: unknown,
  { functionName, trigger }: { functionName: string; trigger: string },
): { kind: string; name: string; key?: string } {
  const socket = socketEvent.safeParse(event).data?.requestContext;
  if (socket !== undefined) {
    const { eventType, routeKey, connectionId } = socket;
    const entry = { kind: `socket-${eventType.toLowerCase()}`, name: `${routeKey} ${connectionId}` };
    return eventType === 'CONNECT' ? { ...entry, key: `connect:${connectionId}` } : entry;
  }
  const told = serviceEvent.safeParse(event).data;
  if (told?.source === 'aws.events') return { kind: 'schedule', name: functionName };
  if (told !== undefined) return { kind: 'event', name: `${told.source} ${told.id}` };
  // All else that runs without a call is a schedule with an event of its own.
  return { kind: trigger === 'async' ? 'schedule' : 'invocation', name: functionName };
}
