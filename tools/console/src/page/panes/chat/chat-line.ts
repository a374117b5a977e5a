import { computed, signal } from '@preact/signals';
import type { ChatTicket } from '../../../api/chat.ts';
import { apiPath, post } from '../../data/request.ts';
import { type ChatFrame, type ChatRequest, lastWithoutGap, type Shown, withMessages } from './chat-frames.ts';

type Status = 'off' | 'connecting' | 'open' | 'cut';
type Unsent = { clientId: string; text: string; refused?: string };
export type ChatLine = ReturnType<typeof createChatLine>;

const TYPING_MS = 5_000;
const TYPING_EVERY_MS = 3_000;
/** A message that is missing may only be late. */
const MISSING_MS = 1_500;
/** Without an answer it is sent again, under the same id. */
const AGAIN_MS = 5_000;
/** Well within the lease of 120 s. */
const RENEW_MS = 30_000;
const FRAMES = 40;
/** Codes from 4000 on are the application's own. */
const GIVEN_UP = 4_000;

/** One person in a room over the page's own WebSocket, over as many connections as it takes. */
export function createChatLine() {
  const status = signal<Status>('off');
  const memberId = signal('');
  const messages = signal<readonly Shown[]>([]);
  const unsent = signal<readonly Unsent[]>([]);
  const acked = signal<ReadonlySet<number>>(new Set());
  const present = signal<ReadonlySet<string>>(new Set());
  const typing = signal<ReadonlyMap<string, number>>(new Map());
  const lastRead = signal(0);
  const trouble = signal('');
  const frames = signal<readonly string[]>([]);
  const last = computed(() => lastWithoutGap(messages.value));
  const newest = computed(() => messages.value.at(-1)?.seq ?? 0);
  const unread = computed(() => Math.max(0, newest.value - lastRead.value));
  let socket: WebSocket | undefined;
  let room = '';
  let typedAt = 0;
  let missing: ReturnType<typeof setTimeout> | undefined;
  const timers = [
    setInterval(
      () => unsent.value.forEach((each) => each.refused === undefined && send(requestOf(each))),
      AGAIN_MS,
    ),
    setInterval(join, RENEW_MS),
  ];

  const note = (line: string) => (frames.value = [line, ...frames.value].slice(0, FRAMES));
  const requestOf = ({ clientId, text }: Unsent): ChatRequest => ({
    action: 'message',
    room,
    clientId,
    text,
  });

  function send(request: ChatRequest): void {
    if (socket?.readyState !== WebSocket.OPEN) return;
    note(`→ ${JSON.stringify(request)}`);
    socket.send(JSON.stringify(request));
  }

  /** The first time with the history, then with what came after the last number. */
  function join(): void {
    send({ action: 'join', room, ...(last.value > 0 && { after: last.value }) });
  }

  async function connect(name: string, to: string): Promise<void> {
    if (to !== room) {
      messages.value = [];
      unsent.value = [];
      lastRead.value = 0;
    }
    room = to;
    status.value = 'connecting';
    trouble.value = '';
    const ticket = await post<ChatTicket>(apiPath(['chat', 'tickets']), { name });
    memberId.value = ticket.memberId;
    const opened = new WebSocket(`${location.origin.replace(/^http/, 'ws')}${ticket.path}`);
    socket = opened;
    opened.addEventListener('message', ({ data }) => {
      note(`← ${String(data)}`);
      hear(JSON.parse(String(data)));
    });
    opened.addEventListener('open', () => {
      status.value = 'open';
      // Who is there is answered without a number alone.
      if (last.value > 0) send({ action: 'join', room });
      join();
      for (const each of unsent.value) send(requestOf(each));
    });
    opened.addEventListener('close', ({ code }) => {
      note(`× ${code}`);
      if (socket !== opened) return;
      status.value = code === 1000 ? 'off' : 'cut';
      present.value = new Set();
    });
  }

  function hear(frame: ChatFrame): void {
    switch (frame.type) {
      case 'joined':
        lastRead.value = Math.max(lastRead.value, frame.lastRead);
        if (frame.present) present.value = new Set(frame.present);
        if (frame.gap) messages.value = [];
        messages.value = withMessages(messages.value, frame.messages ?? [], 'asked for');
        if (frame.gap || frame.isComplete === false) join();
        return;
      case 'message':
        messages.value = withMessages(messages.value, [frame], 'alone');
        typing.value = new Map([...typing.value].filter(([id]) => id !== frame.senderId));
        clearTimeout(missing);
        if (newest.value > last.value) missing = setTimeout(join, MISSING_MS);
        return;
      case 'ack':
        trouble.value = '';
        acked.value = new Set([...acked.value, frame.seq]);
        unsent.value = unsent.value.filter(({ clientId }) => clientId !== frame.clientId);
        return;
      case 'read':
        lastRead.value = Math.max(lastRead.value, frame.lastRead);
        return;
      case 'presence': {
        const others = [...present.value].filter((id) => id !== frame.memberId);
        present.value = new Set(frame.event === 'entered' ? [...others, frame.memberId] : others);
        return;
      }
      case 'typing':
        typing.value = new Map([...typing.value, [frame.memberId, Date.now() + TYPING_MS]]);
        return;
      case 'error':
        // Only `typing` was refused: no one misses it.
        if (frame.code === 'CONNECTION_TOO_FAST' && unsent.value.length === 0) return;
        trouble.value = frame.code;
        // The lease has ended, or the connection is not known any more: to join again helps.
        if (frame.code === 'NOT_MEMBER' || frame.code === 'NOT_CONNECTED') join();
        if (REFUSED.has(frame.code)) refuseFirst(frame.code);
        // The socket is open, but the chat has given the connection up: only another one helps.
        if (frame.code === 'DISCONNECTED') socket?.close(GIVEN_UP);
        return;
      case 'left':
        socket?.close(1000);
    }
  }

  function refuseFirst(refused: string): void {
    const at = unsent.value.findIndex((each) => each.refused === undefined);
    unsent.value = unsent.value.map((each, index) => (index === at ? { ...each, refused } : each));
  }

  return {
    ...{ status, memberId, messages, unsent, acked, present, typing, last, unread, trouble, frames, connect },
    catchUp: join,
    say: (text: string) => {
      const message = { clientId: crypto.randomUUID(), text };
      unsent.value = [...unsent.value, message];
      trouble.value = '';
      send(requestOf(message));
    },
    type: () => {
      if (Date.now() - typedAt < TYPING_EVERY_MS) return;
      typedAt = Date.now();
      send({ action: 'typing', room });
    },
    read: () => {
      if (unread.value > 0) send({ action: 'read', room, seq: newest.value });
    },
    leave: () => send({ action: 'leave', room }),
    kill: () => post(apiPath(['chat', 'kill']), { memberId: memberId.value }),
    end: () => {
      timers.forEach(clearInterval);
      clearTimeout(missing);
      socket?.close(1000);
      socket = undefined;
    },
  };
}

/** Codes after which the same message is not sent again. */
const REFUSED: ReadonlySet<string> = new Set([
  ...['TOO_LONG', 'MALFORMED', 'REJECTED', 'CLIENT_ID_REUSED', 'MUTED', 'BANNED'],
]);
