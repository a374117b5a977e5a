import { messageRoute, refuseMessage, type SocketRoute } from '@hanok/lambda';
import type { postMessage } from '../messages/post-message.ts';
import type { FanOutQueue } from '../store/fan-out-queue.ts';
import type { ChatMessageTable } from '../tables/chat-message-table.ts';
import { chatPrincipal, messageBody } from './chat-body.ts';
import { messageToRoom } from './fan-out-message.ts';
import { codeOf } from './refusal-code.ts';

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
    messageRoute({
      routeKey: 'message',
      principal: chatPrincipal,
      body: messageBody,
      handle: async ({ connectionId, principal: { principalId }, body }, signal) => {
        const { room, clientId, text } = body;
        const posted = await post({ room, clientId, text, connectionId, senderId: principalId }, signal);
        if (posted.kind === 'refused') return refuseMessage(codeOf(posted.code));
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
    }),
  ];
}
