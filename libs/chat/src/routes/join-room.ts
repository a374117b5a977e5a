import type { SocketRoute } from '@hanok/lambda';
import * as z from 'zod/mini';
import { presenceToRoom } from '../fan-out/fan-out-message.ts';
import type { ChangeMember } from '../members/change-member.ts';
import {
  enterRoom,
  joinConnection,
  leaveConnection,
  leaveRoom,
  type MemberChange,
} from '../members/member-change.ts';
import type { endLapsed, readPresence } from '../members/presence.ts';
import type { TakeRequest } from '../members/take-request.ts';
import type { readHistory, readMissed } from '../messages/read-messages.ts';
import type { FanOutQueue } from '../store/fan-out-queue.ts';
import { chatName, chatRoute, chatSeq, refuseChat } from './chat-message.ts';

/** Bytes of a frame for messages and for names; a frame has at most 128 KB. */
const MESSAGE_BYTES = 90_000;
const PRESENT_BYTES = 30_000;

/**
 * `join { room, after?, before? }`: enters the room, or renews the lease, and answers what was missed since `after`, or
 * that there is a gap, or otherwise a page of history, the one before `before`. Whose lease is over is told to the room.
 */
export function joinRoom(options: {
  change: ChangeMember;
  take: TakeRequest;
  endLapsed: ReturnType<typeof endLapsed>;
  readPresence: ReturnType<typeof readPresence>;
  readHistory: ReturnType<typeof readHistory>;
  readMissed: ReturnType<typeof readMissed>;
  fanOut: FanOutQueue;
}): readonly SocketRoute[] {
  const { change, take, fanOut } = options;
  const read = async (
    room: string,
    after: number | undefined,
    before: number | undefined,
    signal: AbortSignal,
  ) => {
    if (after === undefined) {
      const page = await options.readHistory(room, signal, before);
      const messages = fitting(page.messages.toReversed(), MESSAGE_BYTES).toReversed();
      const [first] = messages;
      return { messages, ...(first && first.seq > 1 && { before: first.seq }) };
    }
    const missed = await options.readMissed(room, after, signal);
    if (missed.kind === 'gap') return { gap: true, after, lastSeq: missed.lastSeq };
    const messages = fitting(missed.messages, MESSAGE_BYTES);
    return { messages, isComplete: missed.isComplete && messages.length === missed.messages.length };
  };
  return [
    chatRoute(
      'join',
      z.object({ room: chatName, after: z.optional(chatSeq), before: z.optional(chatSeq) }),
      async ({ connectionId, userId, body: { room, after, before } }, signal) => {
        const at = { room, memberId: userId };
        const taken = await take({ connectionId, userId }, 'join', signal);
        if (taken.kind === 'refused' && taken.code === 'ConnectionTooFast') return refuseChat(taken.code);
        const joined = await change(at, enterAndJoin(connectionId), signal);
        if (joined.kind === 'refused') return refuseChat(joined.code, 'room');
        const { lastRead } = joined.member;
        if (joined.presence === 'entered') await fanOut(presenceToRoom(at, 'entered'), signal);
        const answer = { type: 'joined', room, lastRead, ...(await read(room, after, before, signal)) };
        if (after !== undefined || before !== undefined) return answer;
        for (const leave of await options.endLapsed(room, signal))
          await fanOut(presenceToRoom(leave, 'left'), signal);
        const present = await options.readPresence(room, signal);
        return { ...answer, present: fitting(present, PRESENT_BYTES), presentCount: present.length };
      },
    ),
  ];
}

/** `leave { room, quit? }`: this connection leaves the room; with `quit` the member leaves it with all connections. */
export function leaveChat(options: { change: ChangeMember; fanOut: FanOutQueue }): readonly SocketRoute[] {
  const { change, fanOut } = options;
  return [
    chatRoute(
      'leave',
      z.object({ room: chatName, quit: z.optional(z.boolean()) }),
      async ({ connectionId, userId, body: { room, quit = false } }, signal) => {
        const at = { room, memberId: userId };
        const left = await change(at, quit ? leaveRoom : leaveConnection(connectionId), signal);
        if (left.kind === 'refused') return refuseChat(left.code, 'room');
        if (left.presence === 'left') await fanOut(presenceToRoom(at, 'left'), signal);
        return { type: 'left', room };
      },
    ),
  ];
}

const enterAndJoin =
  (connectionId: string): MemberChange =>
  (member, now, settings) => {
    const entered = enterRoom(member, now, settings);
    if (entered.kind === 'refused') return entered;
    return joinConnection(connectionId)(entered.member, now, settings);
  };

/** The first of the values that have at most so many bytes as JSON. */
function fitting<Value>(values: readonly Value[], maxBytes: number): Value[] {
  let bytes = 0;
  const end = values.findIndex((value) => {
    bytes += Buffer.byteLength(JSON.stringify(value)) + 1;
    return bytes > maxBytes;
  });
  return values.slice(0, end === -1 ? undefined : end);
}
