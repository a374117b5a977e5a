/** A message of the room, as the server numbers it. */
type ChatMessage = { seq: number; senderId: string; text: string; sentAt: number };

/** What a connection of the chat hears, as docs/chat.md says. */
export type ChatFrame =
  | {
      type: 'joined';
      lastRead: number;
      messages?: readonly ChatMessage[];
      isComplete?: boolean;
      gap?: boolean;
      present?: readonly string[];
    }
  | ({ type: 'message' } & ChatMessage)
  | { type: 'ack'; clientId: string; seq: number; sentAt: number }
  | { type: 'read'; lastRead: number }
  | { type: 'left' }
  | { type: 'presence'; memberId: string; event: 'entered' | 'left' }
  | { type: 'typing'; memberId: string }
  | { type: 'error'; code: string };

export type ChatRequest =
  | { action: 'join'; room: string; after?: number }
  | { action: 'message'; room: string; clientId: string; text: string }
  | { action: 'typing' | 'leave'; room: string }
  | { action: 'read'; room: string; seq: number };

/** A message that is shown, and how it came. */
export type Shown = ChatMessage & {
  /** After one of a larger number. */
  isLate: boolean;
};

/** Adds messages, each number once, in their order. `isLate` is for those that came by themselves. */
export function withMessages(
  known: readonly Shown[],
  more: readonly ChatMessage[],
  came: 'alone' | 'asked for',
): readonly Shown[] {
  const last = known.at(-1)?.seq ?? 0;
  const fresh = more.filter(({ seq }) => known.every((each) => each.seq !== seq));
  const added = fresh.map((message) => ({ ...message, isLate: came === 'alone' && message.seq < last }));
  return [...known, ...added].toSorted((a, b) => a.seq - b.seq);
}

/** The number up to which none is missing; 0 before the first one. */
export function lastWithoutGap(known: readonly Shown[]): number {
  const [first] = known;
  if (first === undefined) return 0;
  const missing = known.findIndex(({ seq }, index) => seq !== first.seq + index);
  return (known[missing === -1 ? known.length - 1 : missing - 1] ?? first).seq;
}
