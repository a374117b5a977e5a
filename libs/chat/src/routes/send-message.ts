import type { SocketRoute } from '@hanok/lambda';
import * as z from 'zod/mini';
import { messageToRoom, typingToRoom } from '../fan-out/fan-out-message.ts';
import { isMuted, isThere } from '../members/member.ts';
import type { TakeRequest } from '../members/take-request.ts';
import type { postMessage } from '../messages/post-message.ts';
import type { FanOutQueue } from '../store/fan-out-queue.ts';
import type { ChatMemberTable } from '../tables/chat-member-table.ts';
import type { ChatMessageTable } from '../tables/chat-message-table.ts';
import { chatName, chatRoute, chatSeq, refuseChat } from './chat-message.ts';

/**
 * `message { room, clientId, text }`: stored under the next number of the room, handed on to the room, and then
 * acknowledged with number and time. The same `clientId` again gets the same number, and is handed on again: the first
 * time may have ended between the two. Receivers tell a message that comes twice by its number.
 */
export function sendMessage(options: {
  post: ReturnType<typeof postMessage>;
  messages: ChatMessageTable;
  fanOut: FanOutQueue;
  now?: () => Date;
}): readonly SocketRoute[] {
  const { post, messages, fanOut, now = () => new Date() } = options;
  return [
    chatRoute(
      'message',
      z.object({ room: chatName, clientId: chatName, text: z.string() }),
      async ({ connectionId, userId, body }, signal) => {
        const { room, clientId, text } = body;
        const posted = await post({ room, clientId, text, connectionId, senderId: userId }, signal);
        if (posted.kind === 'refused') return refuseChat(posted.code);
        const { seq, sentAt } = posted.kind === 'stored' ? posted.message : posted;
        const range = { after: seq - 1 };
        const stored =
          posted.kind === 'stored'
            ? posted.message
            : (await messages.list(room, range, { now: now(), limit: 1, signal })).find(
                (message) => message.seq === seq,
              );
        if (stored) await fanOut(messageToRoom(stored), signal);
        return { type: 'ack', room, clientId, seq, sentAt };
      },
    ),
  ];
}

/** `typing { room }`: told to the room, never stored. Who is not there or is muted is refused. */
export function relayTyping(options: {
  members: ChatMemberTable;
  take: TakeRequest;
  fanOut: FanOutQueue;
  now?: () => Date;
}): readonly SocketRoute[] {
  const { members, take, fanOut, now = () => new Date() } = options;
  return [
    chatRoute(
      'typing',
      z.object({ room: chatName }),
      async ({ connectionId, userId, body: { room } }, signal) => {
        const member = await members.read(room, userId, signal);
        if (member.standing === 'banned') return refuseChat('Banned', 'room');
        if (!isThere(member, now().getTime())) return refuseChat('NotMember', 'room');
        if (isMuted(member, now().getTime())) return refuseChat('Muted', 'room');
        const taken = await take({ connectionId, userId }, 'typing', signal);
        if (taken.kind === 'refused') return refuseChat(taken.code);
        await fanOut(typingToRoom(room, userId), signal);
        return undefined;
      },
    ),
  ];
}

/** `read { room, seq }`: the last number that the member has read, which only goes up and never beyond the room's last. */
export function markRead(options: {
  members: ChatMemberTable;
  messages: ChatMessageTable;
}): readonly SocketRoute[] {
  const { members, messages } = options;
  return [
    chatRoute(
      'read',
      z.object({ room: chatName, seq: chatSeq }),
      async ({ userId, body: { room, seq } }, signal) => {
        const { standing } = await members.read(room, userId, signal);
        if (standing !== 'member') return refuseChat(standing === 'banned' ? 'Banned' : 'NotMember', 'room');
        const lastSeq = await messages.lastSeq(room, signal);
        if (seq > lastSeq) return refuseChat('Invalid', 'seq');
        if (!(await members.markRead(room, userId, seq, signal))) return refuseChat('NotMember', 'room');
        const { lastRead } = await members.read(room, userId, signal);
        return { type: 'read', room, lastRead, unread: Math.max(0, lastSeq - lastRead) };
      },
    ),
  ];
}
