import { messageRoute, refuseMessage, type SocketRoute } from '@hanok/lambda';
import type { ChatMemberTable } from '../tables/chat-member-table.ts';
import type { ChatMessageTable } from '../tables/chat-message-table.ts';
import { chatPrincipal, readBody } from './chat-body.ts';

/** `read { room, seq }`: the last number that the member has read, which only goes up and never beyond the room's last. */
export function markRead(options: {
  members: ChatMemberTable;
  messages: ChatMessageTable;
}): readonly SocketRoute[] {
  const { members, messages } = options;
  return [
    messageRoute({
      routeKey: 'read',
      principal: chatPrincipal,
      body: readBody,
      handle: async ({ principal: { principalId }, body: { room, seq } }, signal) => {
        const lastSeq = await messages.lastSeq(room, signal);
        if (seq > lastSeq) return refuseMessage('INVALID', 'seq');
        if (!(await members.markRead(room, principalId, seq, signal)))
          return refuseMessage('NOT_MEMBER', 'room');
        const { lastRead } = await members.read(room, principalId, signal);
        return { type: 'read', room, lastRead, unread: Math.max(0, lastSeq - lastRead) };
      },
    }),
  ];
}
