import { setTimeout as delay } from 'node:timers/promises';
import type { ChatPlace } from '../cli/chat/chat-place.ts';
import type { ChatEvent } from '../cli/chat/chat-room.ts';
import { createChatSession } from '../cli/chat/chat-session.ts';
import { openChatSocket } from '../cli/chat/chat-socket.ts';
import { signInUser } from '../cli/chat/chat-user.ts';

/** Well within the lease of the demo's stack. */
const RENEW_MS = 1_000;
/** The ten minutes after which API Gateway ends an idle connection are two seconds on the clock of the demo. */
const PING_MS = 300;
const ASK_MS = 200;

/** Signs in a user of the chat, and lets a client of theirs into the room whose line can drop. */
export async function openChatClient(place: ChatPlace, name: string, room: string) {
  const user = await signInUser(place, name);
  const events: ChatEvent[] = [];
  let line = Promise.resolve();
  let repair: () => void = () => undefined;
  const session = createChatSession({
    ...{ room, renewMs: RENEW_MS, show: (event) => void events.push(event) },
    connect: async (onHappening) => {
      await line;
      const url = `${place.outputs.ChatUrl}?ticket=${await user.ticket()}`;
      const socket = await openChatSocket(url, onHappening);
      const pings = setInterval(() => socket.tell({ action: 'ping', room }), PING_MS);
      void socket.ended.then(() => clearInterval(pings));
      return socket;
    },
  });
  const running = session.run();
  running.catch(() => undefined); // What it shows stays away, and a check says so.
  const of = <Kind extends ChatEvent['kind']>(kind: Kind) =>
    events.filter((event): event is Extract<ChatEvent, { kind: Kind }> => event.kind === kind);
  return {
    memberId: user.memberId,
    say: session.say,
    /** The messages that it shows, as `number text`. */
    shown: () => of('message').map(({ message: { seq, text } }) => `${seq} ${text}`),
    /** The number of each message that it sent, in the order of the acknowledgements. */
    acknowledged: () => of('acknowledged').map(({ seq }) => seq),
    resumedAfter: () => of('resumed').at(-1)?.after,
    /** Asks who is there, and answers what it was told last. */
    present: async () => {
      session.want('present');
      await delay(ASK_MS);
      return of('present').at(-1)?.members.toSorted() ?? [];
    },
    /** The line drops, and stays away until `connectAgain`. */
    dropLine: () => {
      line = new Promise((resolve) => (repair = resolve));
      session.drop();
    },
    connectAgain: () => repair(),
    leave: async () => {
      repair();
      session.leave('now');
      await Promise.race([running.catch(() => undefined), delay(2_000)]);
      user.close();
    },
  };
}
