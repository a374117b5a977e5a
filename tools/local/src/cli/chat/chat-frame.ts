import * as z from 'zod';

const message = z.object({
  seq: z.int(),
  senderId: z.string(),
  text: z.string(),
  sentAt: z.number(),
});
/** A message of the room, as the server numbers it. */
export type ChatMessage = z.infer<typeof message>;

const joined = z.object({
  type: z.literal('joined'),
  room: z.string(),
  lastRead: z.int(),
  messages: z.array(message).default([]),
  before: z.int().optional(),
  isComplete: z.boolean().optional(),
  gap: z.literal(true).optional(),
  lastSeq: z.int().optional(),
  present: z.array(z.string()).optional(),
  presentCount: z.int().optional(),
});
export type Joined = z.infer<typeof joined>;

/** Answers to what this client asked. */
const answer = z.discriminatedUnion('type', [
  joined,
  z.object({ type: z.literal('ack'), clientId: z.string(), seq: z.int(), sentAt: z.number() }),
  z.object({ type: z.literal('read'), lastRead: z.int(), unread: z.int() }),
  z.object({ type: z.literal('left') }),
  z.object({ type: z.literal('error'), code: z.string(), field: z.string().optional() }),
]);
export type ChatAnswer = z.infer<typeof answer>;

/** What happens in the room. */
const happening = z.discriminatedUnion('type', [
  message.extend({ type: z.literal('message'), room: z.string() }),
  z.object({ type: z.literal('typing'), room: z.string(), memberId: z.string() }),
  z.object({
    ...{ type: z.literal('presence'), room: z.string(), memberId: z.string() },
    event: z.enum(['entered', 'left']),
  }),
  z.object({
    ...{ type: z.literal('moderated'), room: z.string(), memberId: z.string() },
    ...{ act: z.string(), by: z.string() },
  }),
]);
export type ChatHappening = z.infer<typeof happening>;

/** The error frame of API Gateway itself. */
const gatewayError = z.object({ message: z.string(), connectionId: z.string(), requestId: z.string() });

/** Reads a frame; undefined for one that this client does not know. */
export function readFrame(text: string): { answer: ChatAnswer } | { happening: ChatHappening } | undefined {
  const value = jsonOf(text);
  const answered = answer.safeParse(value);
  if (answered.success) return { answer: answered.data };
  const happened = happening.safeParse(value);
  if (happened.success) return { happening: happened.data };
  const failed = gatewayError.safeParse(value);
  // No request of this client but `ping` lacks a route.
  if (!failed.success || failed.data.message === 'Forbidden') return undefined;
  return { answer: { type: 'error', code: 'UNAVAILABLE' } };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
