import * as z from 'zod';

export const chatState = z.object({
  isRunning: z.boolean().describe('Whether the stack Chat is among those that run'),
});

/** A user of the chat; a new one is signed up. */
export const chatUser = z.strictObject({
  name: z
    .string()
    .min(1, 'write a name')
    .max(40, 'write at most 40 characters')
    .regex(/^[\p{L}\p{M}\p{N}._-]+$/u, 'write letters, digits, ., _ and - only'),
});
export const chatTicket = z.object({
  memberId: z.string().describe('As the chat names the user in rooms'),
  path: z.string().describe('Where a WebSocket connects once, with the ticket in it'),
});

export const chatKill = z.strictObject({ memberId: z.string().min(1) });
export const chatKilled = z.object({ killed: z.number().describe('Connections that were broken off') });

export type ChatState = z.infer<typeof chatState>;
export type ChatTicket = z.infer<typeof chatTicket>;
