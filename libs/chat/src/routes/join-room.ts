import { messageRoute, refuseMessage, type SocketRoute } from '@hanok/lambda';
import type { ChangeMember } from '../members/change-member.ts';
import { enterRoom, joinConnection, type MemberChange } from '../members/member-change.ts';
import type { endLapsed, readPresence } from '../members/presence.ts';
import type { readHistory, readMissed } from '../messages/read-messages.ts';
import type { FanOutQueue } from '../store/fan-out-queue.ts';
import { chatPrincipal, joinBody } from './chat-body.ts';
import { presenceToRoom } from './fan-out-message.ts';
import { codeOf } from './refusal-code.ts';

/** Bytes of a frame for messages and for names; a frame has at most 128 KB. */
const MESSAGE_BYTES = 90_000;
const PRESENT_BYTES = 30_000;

/**
 * `join { room, after?, before? }`: enters the room, or renews the lease, and answers what was missed since `after`, or
 * that there is a gap, or otherwise a page of history, the one before `before`. Whose lease is over is told to the room.
 */
export function joinRoom(options: {
  change: ChangeMember;
  endLapsed: ReturnType<typeof endLapsed>;
  readPresence: ReturnType<typeof readPresence>;
  readHistory: ReturnType<typeof readHistory>;
  readMissed: ReturnType<typeof readMissed>;
  fanOut: FanOutQueue;
}): readonly SocketRoute[] {
  const { change, fanOut } = options;
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
    messageRoute({
      routeKey: 'join',
      principal: chatPrincipal,
      body: joinBody,
      handle: async ({ connectionId, principal: { principalId }, body: { room, after, before } }, signal) => {
        const at = { room, memberId: principalId };
        const joined = await change(at, enterAndJoin(connectionId), signal);
        if (joined.kind === 'refused') return refuseMessage(codeOf(joined.code), 'room');
        const { lastRead } = joined.member;
        if (joined.presence === 'entered') await fanOut(presenceToRoom(at, 'entered'), signal);
        const answer = { type: 'joined', room, lastRead, ...(await read(room, after, before, signal)) };
        if (after !== undefined || before !== undefined) return answer;
        for (const leave of await options.endLapsed(room, signal))
          await fanOut(presenceToRoom(leave, 'left'), signal);
        const present = await options.readPresence(room, signal);
        return { ...answer, present: fitting(present, PRESENT_BYTES), presentCount: present.length };
      },
    }),
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
