import { setTimeout as delay } from 'node:timers/promises';
import { raceWith } from '../../race-with.ts';
import type { ChatHappening } from './chat-frame.ts';
import { type ChatEvent, createChatRoom, JoinRefusedError } from './chat-room.ts';
import { type ChatSocket, ConnectionLostError } from './chat-socket.ts';

/** One client of a room over as many connections as it takes. */
export type ChatSession = ReturnType<typeof createChatSession>;

const FIRST_PAUSE_MS = 250;
const MOST_PAUSE_MS = 10_000;

/**
 * Sends what is said, and connects again when the connection ends, with what was missed. `run` resolves after `leave`,
 * and rejects with `JoinRefusedError` when the room does not let the client in, or when the first connection fails.
 */
export function createChatSession(options: {
  room: string;
  /** The number after which messages are shown; absent: the last ones. */
  after?: number;
  /** Connects with a new ticket. */
  connect(onHappening: (happening: ChatHappening) => void): Promise<ChatSocket>;
  show(event: ChatEvent): void;
  /** How often the lease is renewed: well within its 120 s. */
  renewMs?: number;
}) {
  const { connect, show, renewMs = 60_000 } = options;
  const room = createChatRoom(options);
  const leaving = new AbortController();
  let socket: ChatSocket | undefined;

  return {
    say: room.say,
    want: room.want,
    last: room.last,
    /** Leaves: at once, or when everything that was said has its number. */
    leave: (when: 'now' | 'when sent') => {
      if (when === 'now') leaving.abort();
      room.leave(when);
    },
    /** Ends the connection as a line that drops. */
    drop: () => socket?.close(),
    run: async (): Promise<void> => {
      for (let tries = 0; ; tries += 1) {
        try {
          socket = await connect(room.happened);
          await serve(socket);
          return socket.close();
        } catch (error) {
          socket?.close();
          socket = undefined;
          const isLost = error instanceof ConnectionLostError;
          if (error instanceof JoinRefusedError || !(isLost || room.hasJoined())) throw error;
          if (isLost) {
            tries = 0;
            show({ kind: 'lost', code: error.code });
          }
        }
        await pause(Math.min(FIRST_PAUSE_MS * 2 ** tries, MOST_PAUSE_MS));
        if (leaving.signal.aborted) return;
      }
    },
  };

  /** Until the client has left. */
  async function serve(connection: ChatSocket): Promise<void> {
    const lost = connection.ended.then((code) => Promise.reject(new ConnectionLostError(code)));
    const unlessLost = raceWith(lost);
    const after = room.hasJoined() ? room.last() : undefined;
    await room.join(connection);
    if (after !== undefined) show({ kind: 'resumed', after });
    for (let renewAt = performance.now() + renewMs; !(await room.work(connection));) {
      const woken = room.woken();
      const due = new AbortController();
      const rest = delay(Math.max(0, renewAt - performance.now()), undefined, { signal: due.signal });
      await unlessLost(Promise.race([woken, rest])).finally(() => due.abort());
      if (performance.now() < renewAt) continue;
      await room.join(connection);
      renewAt = performance.now() + renewMs;
    }
  }

  async function pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: leaving.signal }).catch(() => undefined);
  }
}
