import { disconnectRoute, type SocketRoute } from '@hanok/lambda';
import type { endConnection } from '../members/presence.ts';
import type { FanOutQueue } from '../store/fan-out-queue.ts';
import { presenceToRoom } from './fan-out-message.ts';

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
