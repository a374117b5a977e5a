import { jsonString, parseInput, type ParsedInput } from '@hanok/events';
import * as z from 'zod';

/** Of a line that a client sends. */
export const MAX_REQUEST_BYTES = 1_024;
/** Of a line that the server sends: two names of a kilobyte, each byte of them escaped. */
export const MAX_FRAME_BYTES = 16_384;

const stone = z.enum(['black', 'white']);
const point = z.strictObject({ x: z.number(), y: z.number() });

const request = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('join'), playerSessionId: z.string() }),
  z.strictObject({ type: z.literal('move'), x: z.number(), y: z.number() }),
  z.strictObject({ type: z.literal('leave') }),
]);
export type Request = z.infer<typeof request>;
const requestLine = jsonString(request);

/** What the server sends. `winner` is a player; `null` where there is none. */
export const frame = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('joined'),
    gameSessionId: z.string(),
    stone,
    player: z.string(),
    opponent: z.string(),
  }),
  z.object({ type: z.literal('begin'), turn: stone }),
  z.object({ type: z.literal('moved'), stone, x: z.number(), y: z.number() }),
  z.object({ type: z.literal('error'), message: z.string() }),
  z.object({ type: z.literal('refused'), message: z.string() }),
  z.object({
    type: z.literal('end'),
    winner: z.string().nullable(),
    by: z.enum(['row', 'full board', 'leaving', 'timeout', 'no game', 'stopped']),
    row: z.array(point).optional(),
    scoreDiff: z.number().optional(),
  }),
]);
export type Frame = z.infer<typeof frame>;

/** What a client asks for in a line, or why it is no request. The reason never holds a value of the line. */
export function readRequest(line: string): ParsedInput<Request> {
  return parseInput(requestLine, line, 'line');
}
