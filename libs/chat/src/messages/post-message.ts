import { ContendedError, untilUncontended } from '@hanok/tables';
import { isChatName } from '../chat-name.ts';
import type { ChatSettings } from '../chat-settings.ts';
import type { ChatMessageTable } from '../tables/chat-message-table.ts';
import { decideMessage, type Draft, type Message, type Moderate, type Refused } from './decide-message.ts';

/** `stored` and `repeated` are the acknowledgement of the sender. Only a stored message is to be sent to the others. */
type Posted =
  | { kind: 'stored'; message: Message }
  | { kind: 'repeated'; seq: number; sentAt: number }
  | Refused;

const ACCEPT_ALL: Moderate = () => ({ kind: 'accept' });

/**
 * Gives the message the next number of its room, in the transaction that stores it. Throws `ContendedError` when other
 * senders were first six times, and rejects with the client's error when the outcome is unknown: the same draft again
 * is safe after both.
 */
export function postMessage(options: {
  messages: ChatMessageTable;
  settings: ChatSettings;
  moderate?: Moderate;
  now?: () => Date;
  random?: () => number;
}): (draft: Draft, signal: AbortSignal) => Promise<Posted> {
  const { messages, settings, moderate = ACCEPT_ALL, now = () => new Date(), random } = options;
  const attempt = async (draft: Draft, signal: AbortSignal) => {
    if (!isChatName(draft.room) || !isChatName(draft.clientId)) return MALFORMED;
    const at = now();
    const view = await messages.view(draft, at, signal);
    const decision = decideMessage(view, draft, { settings, moderate, now: at });
    if (decision.kind !== 'store') return decision;
    const { kind } = await messages.add(draft, view, decision, { now: at, signal });
    return kind === 'written'
      ? { kind: 'stored' as const, message: decision.message }
      : { kind: 'contended' as const };
  };
  return async (draft, signal) => {
    const posted = await untilUncontended(() => attempt(draft, signal), { signal, random });
    if (posted.kind === 'contended') throw new ContendedError();
    return posted;
  };
}

const MALFORMED = { kind: 'refused', code: 'Malformed' } as const;
