import { chatKill, chatKilled, chatState, chatTicket, chatUser } from '@hanok/console';
import * as z from 'zod';
import { ChatNotFoundError, type ChatPlace, findChat } from '../../cli/chat/chat-place.ts';
import { type ChatUser, signInUser } from '../../cli/chat/chat-user.ts';
import { ConsoleError, consoleOperation, type ConsoleResource } from '../console-operation.ts';

/** The people who chat in the page. */
type ChatUsers = {
  isRunning(): Promise<boolean>;
  /** A ticket for a user of that name, who is signed up when new. Throws `ConsoleError` without the stack Chat. */
  ticketFor(name: string): Promise<{ memberId: string; path: string }>;
  /** Breaks the connections of a member off; answers how many. */
  kill(memberId: string): number;
};

/** Users of the stack Chat at the gateway at `url`, who are signed in once. */
export function createChatUsers(url: string, kill: ChatUsers['kill']): ChatUsers {
  const users = new Map<string, Promise<ChatUser>>();
  const place = () =>
    findChat('', url).catch((error: unknown) => {
      if (error instanceof ChatNotFoundError) return undefined;
      throw error;
    });
  const signedIn = (found: ChatPlace, name: string): Promise<ChatUser> => {
    const user = users.get(name) ?? signInUser(found, name);
    users.set(name, user);
    user.catch(() => users.delete(name));
    return user;
  };
  return {
    isRunning: async () => (await place()) !== undefined,
    ticketFor: async (name) => {
      const found = await place();
      if (found === undefined)
        throw new ConsoleError(409, 'The stack Chat does not run: start it with `npm start`');
      const user = await signedIn(found, name);
      const path = `${new URL(found.outputs.ChatUrl).pathname}?ticket=${await user.ticket()}`;
      return { memberId: user.memberId, path };
    },
    kill,
  };
}

type Context = { chat: ChatUsers };

/** What two people in the page need to chat; they talk to the WebSocket API of the stack by themselves. */
export const chatResource: ConsoleResource<Context> = [
  consoleOperation({
    method: 'GET',
    path: '/chat',
    summary: 'Whether the stack Chat runs.',
    input: z.strictObject({}),
    answer: chatState,
    run: async ({ chat }: Context) => ({ isRunning: await chat.isRunning() }),
  }),
  consoleOperation({
    method: 'POST',
    path: '/chat/tickets',
    summary: 'A ticket with which a user connects once; a user of a new name is signed up first.',
    input: z.strictObject({}),
    body: chatUser,
    answer: chatTicket,
    run: ({ chat }: Context, _input, { name }) => chat.ticketFor(name),
  }),
  consoleOperation({
    method: 'POST',
    path: '/chat/kill',
    summary: 'Breaks the connections of a member off, as a line that drops.',
    input: z.strictObject({}),
    body: chatKill,
    answer: chatKilled,
    run: ({ chat }: Context, _input, { memberId }) => ({ killed: chat.kill(memberId) }),
  }),
];
