import type { ChatSettings } from '../chat-settings.ts';
import { isMuted, type Member } from '../members/member.ts';
import { takeFromRate } from '../rate-limit.ts';

/** What a client sends, with who sends it: `senderId` and `connectionId` are the server's, never the client's. */
export type Draft = { room: string; senderId: string; connectionId: string; clientId: string; text: string };
/** `sentAt`: milliseconds since 1970 on the server's clock; it never goes back within a room. */
export type Message = {
  room: string;
  seq: number;
  senderId: string;
  clientId: string;
  text: string;
  sentAt: number;
};
type RefusalCode =
  | 'NotConnected'
  | 'NotMember'
  | 'Banned'
  | 'Muted'
  | 'Malformed'
  | 'TooLong'
  | 'ConnectionTooFast'
  | 'RoomTooFast'
  | 'ClientIdReused'
  | 'Rejected';
export type Refused = { kind: 'refused'; code: RefusalCode; reason?: string };
/** What a rule says of a message. A text that it rewrites keeps the limit of bytes. */
type Verdict = { kind: 'accept' } | { kind: 'reject'; reason: string } | { kind: 'rewrite'; text: string };
/** What is done with a message before it is stored: it is accepted, rejected with a reason, or rewritten. */
export type Moderate = (draft: Draft, sender: Member) => Verdict;

/** What stands in the tables where a message is to be stored. */
export type MessageView = {
  receipt: { isSame: boolean; answer: { seq: number; sentAt: number } } | undefined;
  head: { lastSeq: number; lastSentAt: number; rate: number };
  sender: Member;
  connection: { userId: string; isClosed: boolean; rates: { message: number } } | undefined;
};
/** The message with its number, and the rates after it. */
export type NumberedMessage = { kind: 'store'; message: Message; roomRate: number; connectionRate: number };
type Decision = NumberedMessage | { kind: 'repeated'; seq: number; sentAt: number } | Refused;

/** Whether the message gets the next number of its room. A message that was stored before is told its number again. */
export function decideMessage(
  view: MessageView,
  draft: Draft,
  rules: { settings: ChatSettings; moderate: Moderate; now: Date },
): Decision {
  const { receipt, head, sender, connection } = view;
  const { settings, moderate } = rules;
  const now = rules.now.getTime();
  if (receipt) return receipt.isSame ? { kind: 'repeated', ...receipt.answer } : refused('ClientIdReused');
  if (!connection || connection.isClosed || connection.userId !== draft.senderId)
    return refused('NotConnected');
  if (sender.standing !== 'member') return refused(sender.standing === 'banned' ? 'Banned' : 'NotMember');
  if (isMuted(sender, now)) return refused('Muted');
  // A lone surrogate has no form in UTF-8: what is read back would be another text.
  if (!draft.text.isWellFormed()) return refused('Malformed');
  if (!fits(draft.text, settings)) return refused('TooLong');
  const verdict = moderate(draft, sender);
  if (verdict.kind === 'reject') return { ...refused('Rejected'), reason: verdict.reason };
  const text = verdict.kind === 'rewrite' ? verdict.text : draft.text;
  if (!fits(text, settings)) return refused('TooLong');
  const connectionRate = takeFromRate(connection.rates.message, settings.connectionRate, now);
  if (connectionRate === undefined) return refused('ConnectionTooFast');
  const roomRate = takeFromRate(head.rate, settings.roomRate, now);
  if (roomRate === undefined) return refused('RoomTooFast');
  const { room, senderId, clientId } = draft;
  const sentAt = Math.max(now, head.lastSentAt);
  const message = { room, seq: head.lastSeq + 1, senderId, clientId, text, sentAt };
  return { kind: 'store', message, roomRate, connectionRate };
}

const refused = (code: RefusalCode): Refused => ({ kind: 'refused', code });

/** Most bytes of a text as JSON, which writes some characters in six bytes: a larger one fits no page of history. */
const JSON_BYTES = 80_000;

function fits(text: string, { messageBytes }: ChatSettings): boolean {
  return Buffer.byteLength(text) <= messageBytes && Buffer.byteLength(JSON.stringify(text)) <= JSON_BYTES;
}
