import { once } from 'node:events';
import { WebSocket } from 'ws';
import { raceWith } from '../../race-with.ts';
import { type ChatAnswer, type ChatHappening, readFrame } from './chat-frame.ts';

/** The connection ended, or gave no answer in time. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError';
  readonly code: number;

  constructor(code: number) {
    super(`The connection ended with ${code}`);
    this.code = code;
  }
}

type ChatRequest = { room: string } & (
  | { action: 'join'; after?: number; before?: number }
  | { action: 'message'; clientId: string; text: string }
  | { action: 'read'; seq: number }
  | { action: 'leave' }
);

/** One connection of a chat. */
export type ChatSocket = {
  /** Sends one request and answers what is answered to it; the next one may be sent then. Rejects with `ConnectionLostError`. */
  ask(request: ChatRequest): Promise<ChatAnswer>;
  /** Sends what has no answer; `ping` has no route, and keeps an idle connection open. */
  tell(request: { action: 'typing' | 'ping'; room: string }): void;
  /** Resolves with the code when the connection has ended. */
  ended: Promise<number>;
  close(): void;
};

/** Longer than API Gateway waits for a function. */
const ANSWER_MS = 30_000;
/** Of a message, as API Gateway has it. */
const MOST_BYTES = 131_072;

/** Connects. Rejects when the connection is refused. */
export async function openChatSocket(
  url: string,
  onHappening: (happening: ChatHappening) => void,
): Promise<ChatSocket> {
  const socket = new WebSocket(url, { maxPayload: MOST_BYTES, handshakeTimeout: ANSWER_MS });
  let asked: { request: ChatRequest; resolve: (answer: ChatAnswer) => void } | undefined;
  const { promise: ended, resolve: end } = Promise.withResolvers<number>();
  socket.on('message', (data: Buffer) => {
    const frame = readFrame(data.toString());
    if (frame === undefined) return;
    if ('happening' in frame) return onHappening(frame.happening);
    if (asked === undefined || !isAnswerTo(asked.request, frame.answer)) return;
    asked.resolve(frame.answer);
    asked = undefined;
  });
  socket.once('close', (code) => end(code));
  const lost = ended.then((code) => Promise.reject(new ConnectionLostError(code)));
  const unlessLost = raceWith(lost);
  await once(socket, 'open');
  socket.on('error', () => undefined); // Its end tells.
  return {
    ended,
    ask: async (request) => {
      const { promise, resolve } = Promise.withResolvers<ChatAnswer>();
      asked = { request, resolve };
      socket.send(JSON.stringify(request));
      const limit = setTimeout(() => socket.terminate(), ANSWER_MS);
      return unlessLost(promise).finally(() => clearTimeout(limit));
    },
    tell: (request) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(request));
    },
    close: () => socket.close(1000),
  };
}

const ANSWERS = { join: 'joined', message: 'ack', read: 'read', leave: 'left' } as const;

function isAnswerTo(request: ChatRequest, answer: ChatAnswer): boolean {
  if (answer.type === 'error') return true;
  if (answer.type !== ANSWERS[request.action]) return false;
  return answer.type !== 'ack' || request.action !== 'message' || answer.clientId === request.clientId;
}
