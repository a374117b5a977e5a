import type { SchemaOutput, StandardSchema } from '@hanok/events';
import {
  type Frame,
  messageRoute,
  refuseMessage,
  type SocketMessage,
  type SocketRoute,
  UnavailableError,
} from '@hanok/lambda';
import { ContendedError } from '@hanok/tables';
import * as z from 'zod/mini';
import { isChatName } from '../chat-name.ts';

/** A text that `isChatName` takes. */
export const chatName = z
  .string()
  .check(z.refine(isChatName, { error: 'expected 1 to 100 bytes, no $ first' }));
/** The number of a message; 0 stands before the first one. */
export const chatSeq = z.int().check(z.gte(0));

/** What the authorizer says of the caller. */
export const chatPrincipal = z.object({ principalId: chatName });

type ChatMessage<Body> = Pick<SocketMessage<Body, never>, 'connectionId' | 'body'> & { userId: string };

/**
 * A route of the chat. Who sends, and when, is not the client's to say: what else stands in the body is passed over.
 * When other writers are first too often, the client is answered UNAVAILABLE, and sends again.
 */
export function chatRoute<Body extends StandardSchema>(
  routeKey: string,
  body: Body,
  handle: (message: ChatMessage<SchemaOutput<Body>>, signal: AbortSignal) => Promise<Frame | undefined>,
): SocketRoute {
  return messageRoute({
    ...{ routeKey, principal: chatPrincipal, body },
    handle: async ({ connectionId, principal, ...message }, signal) => {
      try {
        return await handle({ connectionId, userId: principal.principalId, body: message.body }, signal);
      } catch (error) {
        if (error instanceof ContendedError) throw new UnavailableError(error.message, { cause: error });
        throw error;
      }
    },
  });
}

/** The error for a client: `NotMember` has the code NOT_MEMBER. */
export function refuseChat(refusal: string, field?: string) {
  return refuseMessage(refusal.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase(), field);
}
