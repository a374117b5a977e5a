import { messageRoute, refuseMessage, type SocketRoute } from '@hanok/lambda';
import type { ChangeMember } from '../members/change-member.ts';
import { leaveConnection, leaveRoom } from '../members/member-change.ts';
import type { FanOutQueue } from '../store/fan-out-queue.ts';
import { chatPrincipal, leaveBody } from './chat-body.ts';
import { presenceToRoom } from './fan-out-message.ts';
import { codeOf } from './refusal-code.ts';

/** `leave { room, quit? }`: this connection leaves the room; with `quit` the member leaves it with all connections. */
export function leaveChat(options: { change: ChangeMember; fanOut: FanOutQueue }): readonly SocketRoute[] {
  const { change, fanOut } = options;
  return [
    messageRoute({
      routeKey: 'leave',
      principal: chatPrincipal,
      body: leaveBody,
      handle: async ({ connectionId, principal: { principalId }, body: { room, quit = false } }, signal) => {
        const at = { room, memberId: principalId };
        const left = await change(at, quit ? leaveRoom : leaveConnection(connectionId), signal);
        if (left.kind === 'refused') return refuseMessage(codeOf(left.code), 'room');
        if (left.presence === 'left') await fanOut(presenceToRoom(at, 'left'), signal);
        return { type: 'left', room };
      },
    }),
  ];
}
