import type { ChatMessageTable } from '../tables/chat-message-table.ts';
import type { Message } from './decide-message.ts';

/** The newest messages first to last; `before` is the cursor of the page before them, when there may be one. */
type HistoryPage = { messages: Message[]; before?: number };
/**
 * `missed`: the numbers after `after` without a gap; `isComplete` when these are all. `gap`: messages after `after`
 * have expired, or `after` is no number of this room; `lastSeq` is its last one.
 */
type Missed =
  | { kind: 'missed'; messages: Message[]; isComplete: boolean }
  | { kind: 'gap'; after: number; lastSeq: number };

const PAGE = 50;

/** Reads the history of a room back from its end, or from a cursor. Whether the caller may read is asked before. */
export function readHistory(options: { messages: ChatMessageTable; now?: () => Date; pageSize?: number }) {
  const { messages: table, now = () => new Date(), pageSize = PAGE } = options;
  return async (room: string, signal: AbortSignal, before?: number): Promise<HistoryPage> => {
    const range = { before: before ?? Number.MAX_SAFE_INTEGER };
    const found = await table.list(room, range, { now: now(), limit: pageSize, signal });
    const messages = found.toReversed();
    const [first] = messages;
    return first && first.seq > 1 ? { messages, before: first.seq } : { messages };
  };
}

/** Reads what a client missed that has seen all up to the number `after`. */
export function readMissed(options: { messages: ChatMessageTable; now?: () => Date; pageSize?: number }) {
  const { messages: table, now = () => new Date(), pageSize = PAGE } = options;
  return async (room: string, after: number, signal: AbortSignal): Promise<Missed> => {
    // First the last number: messages that come meanwhile are read too, and none is missing.
    const lastSeq = await table.lastSeq(room, signal);
    const messages =
      after < lastSeq ? await table.list(room, { after }, { now: now(), limit: pageSize, signal }) : [];
    const reached = messages.at(-1)?.seq ?? after;
    const isWhole = messages.every(({ seq }, index) => seq === after + 1 + index);
    const isLost = after > lastSeq || (messages.length === 0 && after < lastSeq);
    if (!isWhole || isLost) return { kind: 'gap', after, lastSeq };
    return { kind: 'missed', messages, isComplete: reached >= lastSeq };
  };
}
