import { connectRoute, disconnectRoute, type SocketRoute } from '@hanok/lambda';
import * as z from 'zod/mini';
import { presenceToRoom } from '../fan-out/fan-out-message.ts';
import type { endConnection } from '../members/presence.ts';
import type { FanOutQueue } from '../store/fan-out-queue.ts';
import type { ChatConnectionTable } from '../tables/chat-connection-table.ts';
import { chatPrincipal } from './chat-message.ts';

/** `$connect`: records whose connection it is. A page of another origin is refused with 403. */
export function connectChat(options: {
  connections: ChatConnectionTable;
  /** Left out, every page may connect. */
  origins?: readonly string[];
  now?: () => Date;
}): readonly SocketRoute[] {
  const { connections, origins, now = () => new Date() } = options;
  return [
    connectRoute({
      ...(origins && { origins }),
      principal: chatPrincipal,
      query: z.object({}),
      handle: async ({ connectionId, principal }, signal) => {
        const opened = await connections.open(connectionId, principal.principalId, now(), signal);
        return { status: opened === 'open' ? 200 : 403 };
      },
    }),
  ];
}

/** `$disconnect`: ends the connection in all its rooms, and tells each room that the person has left, if so. */
export function disconnectChat(options: {
  endConnection: ReturnType<typeof endConnection>;
  fanOut: FanOutQueue;
}): readonly SocketRoute[] {
  return [
    disconnectRoute({
      handle: async ({ connectionId }, signal) => {
        for (const leave of await options.endConnection(connectionId, signal))
          await options.fanOut(presenceToRoom(leave, 'left'), signal);
      },
    }),
  ];
}
