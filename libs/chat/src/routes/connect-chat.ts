import { connectRoute, type SocketRoute } from '@hanok/lambda';
import * as z from 'zod/mini';
import type { ChatConnectionTable } from '../tables/chat-connection-table.ts';
import { chatPrincipal } from './chat-body.ts';

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
