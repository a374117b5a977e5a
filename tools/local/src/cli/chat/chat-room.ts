import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ChatAnswer, ChatHappening, ChatMessage, Joined } from './chat-frame.ts';
import { createChatInbox } from './chat-inbox.ts';
import { type ChatSocket, ConnectionLostError } from './chat-socket.ts';

/** What a client of a room shows. */
export type ChatEvent =
  | { kind: 'present'; members: readonly string[]; count: number }
  | { kind: 'unread'; count: number }
  | { kind: 'message'; message: ChatMessage }
  | { kind: 'earlier'; messages: readonly ChatMessage[] }
  | { kind: 'acknowledged'; clientId: string; seq: number }
  | { kind: 'refused'; text: string; code: string }
  | { kind: 'gap'; after: number; lastSeq: number }
  | { kind: 'happened'; happening: Exclude<ChatHappening, { type: 'message' }> }
  | { kind: 'lost'; code: number }
  | { kind: 'resumed'; after: number };

/** The room does not let this client in. */
export class JoinRefusedError extends Error {
  override readonly name = 'JoinRefusedError';
}

type Ask = ChatSocket['ask'];

/** Codes after which the same request may succeed. */
const PASSING: ReadonlySet<string> = new Set([
  ...['UNAVAILABLE', 'INTERNAL', 'CONNECTION_TOO_FAST', 'ROOM_TOO_FAST'],
]);
/** The lease may have ended, or the connection is new: to join again helps. */
const OUTSIDE: ReadonlySet<string> = new Set(['NOT_MEMBER', 'NOT_CONNECTED']);
const AGAIN_MS = 500;
const TRIES = 20;

/**
 * What one client knows of a room, over all its connections: which numbers it has shown, and which messages have no
 * number yet. `work` sends one request after another, so that an error always belongs to the last one.
 */
export function createChatRoom(options: { room: string; after?: number; show(event: ChatEvent): void }) {
  const { room, after, show } = options;
  const inbox = createChatInbox((message) => show({ kind: 'message', message }));
  /** A message that is sent again goes under the same id: it has one number however often it is sent. */
  const unsent: { clientId: string; text: string }[] = [];
  const wanted = { earlier: false, present: false, typing: false, leaving: false };
  let first: number | undefined;
  let read = 0;
  let wake: () => void = () => undefined;
  const noteWanted = (what: keyof typeof wanted) => {
    wanted[what] = true;
    wake();
  };

  return {
    hasJoined: () => inbox.last() !== undefined,
    last: () => inbox.last() ?? 0,
    want: (what: 'earlier' | 'present' | 'typing') => noteWanted(what),
    say: (text: string, clientId: string = randomUUID()): void => {
      unsent.push({ clientId, text });
      wanted.typing = false;
      wake();
    },
    leave: (when: 'now' | 'when sent') => {
      if (when === 'now') unsent.length = 0;
      noteWanted('leaving');
    },
    happened: (happening: ChatHappening) => {
      if (happening.room !== room) return;
      if (happening.type === 'message') inbox.add(happening);
      else show({ kind: 'happened', happening });
      wake();
    },
    /** Resolves when there is work again. */
    woken: () => new Promise<void>((resolve) => (wake = resolve)),
    join: async ({ ask }: ChatSocket) => {
      const known = inbox.last();
      if (known === undefined && after === undefined) return showHistory(ask);
      if (known === undefined) inbox.beginAt(after ?? 0);
      await catchUp(ask);
    },
    /** Does what is to be done, and answers whether the client has left. */
    work: async ({ ask, tell }: ChatSocket): Promise<boolean> => {
      for (;;) {
        const [next] = unsent;
        if (inbox.isMissing()) await catchUp(ask);
        else if (wanted.earlier) await showEarlier(ask);
        else if (wanted.present) await showPresent(ask);
        else if (next) await send(ask, next);
        else if (wanted.leaving) {
          await ask({ action: 'leave', room });
          return true;
        } else if (wanted.typing) {
          wanted.typing = false;
          tell({ action: 'typing', room });
        } else if (read < (inbox.last() ?? 0)) await markRead(ask);
        else return false;
      }
    },
  };

  async function enter(ask: Ask, range: { after?: number; before?: number } = {}): Promise<Joined> {
    const answer = await askAgain(() => ask({ action: 'join', room, ...range }));
    if (answer.type === 'joined') return answer;
    // The server has seen the end of this connection.
    if (['DISCONNECTED', 'NOT_CONNECTED'].includes(codeOf(answer))) throw new ConnectionLostError(1006);
    const code = codeOf(answer);
    const hint = code === 'INVALID' ? '. A name has 1 to 100 bytes and no $ first' : '';
    throw new JoinRefusedError(`The room ${room} is refused: ${code}${hint}`);
  }

  async function showHistory(ask: Ask, lastSeq = 0): Promise<void> {
    const { messages, present = [], presentCount = 0, before, lastRead } = await enter(ask);
    show({ kind: 'present', members: present, count: presentCount });
    const [oldest] = messages;
    first = before ?? oldest?.seq;
    const last = messages.at(-1)?.seq ?? 0;
    show({ kind: 'unread', count: Math.max(0, last - lastRead) });
    read = lastRead;
    inbox.beginAt(oldest ? oldest.seq - 1 : lastSeq);
    for (const message of messages) inbox.add(message);
  }

  /** Shows what was missed since the last number, or that it is not there any more. */
  async function catchUp(ask: Ask): Promise<void> {
    for (;;) {
      const known = inbox.last() ?? 0;
      const { messages, isComplete = true, gap, lastSeq = 0, lastRead } = await enter(ask, { after: known });
      first ??= known + 1;
      read = Math.max(read, lastRead);
      if (gap) {
        show({ kind: 'gap', after: known, lastSeq });
        return showHistory(ask, lastSeq);
      }
      for (const message of messages) inbox.add(message);
      if (isComplete || messages.length === 0) return;
    }
  }

  async function showEarlier(ask: Ask): Promise<void> {
    wanted.earlier = false;
    const { messages, before } =
      first === undefined || first <= 1 ? NOTHING : await enter(ask, { before: first });
    first = before ?? messages[0]?.seq ?? first;
    show({ kind: 'earlier', messages });
  }

  async function showPresent(ask: Ask): Promise<void> {
    wanted.present = false;
    const { present = [], presentCount = 0 } = await enter(ask);
    show({ kind: 'present', members: present, count: presentCount });
  }

  async function send(ask: Ask, message: { clientId: string; text: string }): Promise<void> {
    const answer = await askAgain(() => ask({ action: 'message', room, ...message }));
    if (answer.type === 'error' && OUTSIDE.has(answer.code)) return catchUp(ask);
    unsent.shift();
    if (answer.type === 'ack') show({ kind: 'acknowledged', clientId: message.clientId, seq: answer.seq });
    else show({ kind: 'refused', text: message.text, code: codeOf(answer) });
  }

  async function markRead(ask: Ask): Promise<void> {
    const seq = inbox.last() ?? 0;
    await ask({ action: 'read', room, seq });
    // Whatever is answered: the next message asks again.
    read = seq;
  }
}

const NOTHING: Pick<Joined, 'messages' | 'before'> = { messages: [] };

const codeOf = (answer: ChatAnswer) => (answer.type === 'error' ? answer.code : answer.type);

/** Asks until the answer is no error that passes. */
async function askAgain(ask: () => Promise<ChatAnswer>): Promise<ChatAnswer> {
  for (let left = TRIES; ; left -= 1) {
    const answer = await ask();
    if (answer.type !== 'error' || !PASSING.has(answer.code) || left === 0) return answer;
    await delay(AGAIN_MS);
  }
}
