import * as z from 'zod/mini';
import type { Leave } from '../members/presence.ts';
import type { Message } from '../messages/decide-message.ts';

/** What the queue holds: the text of a frame, and who is still to get it. */
export const fanOutMessage = z.object({
  room: z.string(),
  frame: z.string(),
  connectionIds: z.array(z.string()),
  cursor: z.nullable(z.string()),
  /** How often these receivers were throttled. */
  attempt: z.int(),
});
export type FanOutMessage = z.infer<typeof fanOutMessage>;

/** A frame for all connections of a room. */
function toRoom(room: string, frame: object): FanOutMessage {
  return { room, frame: JSON.stringify(frame), connectionIds: [], cursor: '', attempt: 0 };
}

export const messageToRoom = (message: Message): FanOutMessage =>
  toRoom(message.room, { type: 'message', ...message });

export const typingToRoom = (room: string, memberId: string): FanOutMessage =>
  toRoom(room, { type: 'typing', room, memberId, seconds: TYPING_SECONDS });

export const presenceToRoom = ({ room, memberId }: Leave, event: 'entered' | 'left'): FanOutMessage =>
  toRoom(room, { type: 'presence', room, memberId, event });

/** What the owner or a moderator did, for the room and for connections that it has put out of the room. */
export const moderationToRoom = (
  told: { room: string; memberId: string; act: string; by: string; until?: number },
  removed: string[],
): FanOutMessage => ({ ...toRoom(told.room, { type: 'moderated', ...told }), connectionIds: removed });

/** After so long without another one the receiver shows no more that someone types. */
const TYPING_SECONDS = 5;
