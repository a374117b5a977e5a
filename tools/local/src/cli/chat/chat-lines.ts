import { paint, text } from '../terminal.ts';
import type { ChatMessage } from './chat-frame.ts';
import type { ChatEvent } from './chat-room.ts';

/** What `print` takes. */
type Line = ReturnType<typeof text>;

/** The lines that tell an event. `nameOf` answers the name of a member; all that comes from others is only shown. */
export function chatLines(event: ChatEvent, nameOf: (memberId: string) => string): Line[] {
  switch (event.kind) {
    case 'message':
      return [messageLine(event.message, nameOf)];
    case 'earlier':
      return event.messages.length > 0
        ? event.messages.map((message) => messageLine(message, nameOf))
        : [paint('dim', 'There are no messages before.')];
    case 'acknowledged':
      return [text`${paint('green', '✔')} ${event.seq}`];
    case 'refused':
      return [paint('red', text`✘ ${event.code}, not sent: ${event.text}`)];
    case 'present':
      return [paint('dim', text`There now, ${event.count}: ${event.members.map(nameOf).join(', ')}`)];
    case 'unread':
      return event.count > 0 ? [paint('dim', text`Unread: ${event.count}`)] : [];
    case 'happened': {
      const name = nameOf(event.happening.memberId);
      if (event.happening.type === 'moderated') {
        const { act, by } = event.happening;
        return [paint('yellow', text`! ${nameOf(by)}: ${act} ${name}`)];
      }
      if (event.happening.type === 'typing') return [paint('dim', text`… ${name} is typing`)];
      return [
        paint(
          'dim',
          event.happening.event === 'entered' ? text`→ ${name} is there` : text`← ${name} has left`,
        ),
      ];
    }
    case 'gap':
      return [paint('yellow', gapText(event))];
    case 'lost':
      return [paint('yellow', text`The connection ended (${event.code}). Connecting again.`)];
    case 'resumed':
      return [paint('green', text`Connected again, with what came after ${event.after}.`)];
  }
}

/** The members whose names the lines need. */
export function membersOf(event: ChatEvent): readonly string[] {
  switch (event.kind) {
    case 'message':
      return [event.message.senderId];
    case 'earlier':
      return event.messages.map(({ senderId }) => senderId);
    case 'present':
      return event.members;
    case 'happened': {
      const { happening } = event;
      return happening.type === 'moderated' ? [happening.memberId, happening.by] : [happening.memberId];
    }
    default:
      return [];
  }
}

function gapText({ after, lastSeq }: { after: number; lastSeq: number }): Line {
  if (after > lastSeq)
    return text`There is a gap: the room has no message ${after}, its last one is ${lastSeq}.`;
  return text`There is a gap: messages after ${after} are not kept any more; the last one is ${lastSeq}.`;
}

function messageLine(
  { seq, sentAt, senderId, text: said }: ChatMessage,
  nameOf: (id: string) => string,
): Line {
  const number = String(seq).padStart(5);
  return text`${number} ${paint('dim', timeOf(sentAt))} ${paint('bold', nameOf(senderId))}: ${said}`;
}

/** `14:03:22`, with the date when it is another day. */
function timeOf(sentAt: number): string {
  const at = new Date(sentAt);
  if (Number.isNaN(at.getTime())) return '--:--:--';
  const clock = at.toTimeString().slice(0, 8);
  return at.toDateString() === new Date().toDateString()
    ? clock
    : `${at.toISOString().slice(0, 10)} ${clock}`;
}
