import * as z from 'zod/mini';
import { isChatName } from '../chat-name.ts';

const chatName = z.string().check(z.refine(isChatName, { error: 'expected 1 to 100 bytes, no $ first' }));

/** What the authorizer says of the caller. */
export const chatPrincipal = z.object({ principalId: chatName });

const seq = z.int().check(z.gte(0));
export const joinBody = z.object({ room: chatName, after: z.optional(seq), before: z.optional(seq) });
/** Who sends, and when, is not the client's to say: what else stands in the body is passed over. */
export const messageBody = z.object({ room: chatName, clientId: chatName, text: z.string() });
export const roomBody = z.object({ room: chatName });
export const readBody = z.object({ room: chatName, seq });
export const leaveBody = z.object({ room: chatName, quit: z.optional(z.boolean()) });
