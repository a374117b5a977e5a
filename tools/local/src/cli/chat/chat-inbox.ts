import type { ChatMessage } from './chat-frame.ts';

/** Messages that wait for one before them; more are not kept, since they are asked for again. */
const MOST_WAITING = 1_000;

/**
 * Puts the messages of a room in the order of their numbers, whatever order they come in and however often: `show` gets
 * each number once.
 */
export function createChatInbox(show: (message: ChatMessage) => void) {
  let last: number | undefined;
  const waiting = new Map<number, ChatMessage>();
  const showNext = () => {
    for (let next = nextOf(); next !== undefined; next = nextOf()) {
      last = next.seq;
      show(next);
    }
    for (const seq of waiting.keys()) if (last !== undefined && seq <= last) waiting.delete(seq);
  };
  const nextOf = () => (last === undefined ? undefined : waiting.get(last + 1));
  return {
    /** The number of the last message that was shown; undefined before the history is there. */
    last: () => last,
    /** Whether a message is there whose forerunner is not. */
    isMissing: () => last !== undefined && waiting.size > 0,
    add: (message: ChatMessage) => {
      if (waiting.size < MOST_WAITING) waiting.set(message.seq, message);
      showNext();
    },
    /** Begins at a number: all up to it are known, or will never be. */
    beginAt: (seq: number) => {
      last = seq;
      showNext();
    },
  };
}
