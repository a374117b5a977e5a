import { messageRoute, refuseMessage, type SocketRoute } from '@hanok/lambda';
import { isMuted, isThere } from '../members/member.ts';
import type { FanOutQueue } from '../store/fan-out-queue.ts';
import type { ChatMemberTable } from '../tables/chat-member-table.ts';
import { chatPrincipal, roomBody } from './chat-body.ts';
import { typingToRoom } from './fan-out-message.ts';

/** `typing { room }`: told to the room, never stored. Who is not there or is muted is refused. */
export function relayTyping(options: {
  members: ChatMemberTable;
  fanOut: FanOutQueue;
  now?: () => Date;
}): readonly SocketRoute[] {
  const { members, fanOut, now = () => new Date() } = options;
  return [
    messageRoute({
      routeKey: 'typing',
      principal: chatPrincipal,
      body: roomBody,
      handle: async ({ principal: { principalId }, body: { room } }, signal) => {
        const member = await members.read(room, principalId, signal);
        if (!isThere(member, now().getTime())) return refuseMessage('NOT_MEMBER', 'room');
        if (isMuted(member, now().getTime())) return refuseMessage('MUTED', 'room');
        await fanOut(typingToRoom(room, principalId), signal);
        return undefined;
      },
    }),
  ];
}
