import type { WebSocket } from 'ws';
import type { Clock } from '../../clock.ts';
import type { RawConnection } from '../../gateway/route-request.ts';
import { watchFrames } from './frame-watch.ts';
import type { ConnectionFacts } from './socket-events.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html */
const FRAME_BYTES = 32 * 1024;
export const MESSAGE_BYTES = 128 * 1024;
const IDLE_MS = 10 * 60_000;
const LIFETIME_MS = 2 * 3_600_000;
/** What waits for a client that does not read, before more is refused. */
const BUFFER_BYTES = 1024 * 1024;

/** One connection, from its handshake on. */
export type OpenSocket = {
  facts: ConnectionFacts;
  lastActiveAt(): number;
  /** Sends text in frames of 32 KB at most; false when the client reads too slowly. */
  send(text: string): boolean;
  /** Ends it at once, whether the client answers or not. */
  close(code: number, reason: string): void;
  /** Breaks it off as a line that drops: the client is told nothing. */
  drop(): void;
  isOpen(): boolean;
  /** Resolves when the client has taken note of the end, or is gone. */
  closed: Promise<void>;
};

type Heard = {
  message(socket: OpenSocket, text: string): void;
  /** Once, as soon as the connection ends, whoever ends it. */
  closed(socket: OpenSocket, code: number, reason: string): void;
};

/**
 * Holds a connection to the limits of API Gateway: sizes, text alone, two hours, and ten minutes without a message. A ping
 * is answered, and is no message.
 */
export function openSocket(
  facts: ConnectionFacts,
  { webSocket, socket }: Pick<RawConnection, 'socket'> & { webSocket: WebSocket },
  clock: Clock,
  heard: Heard,
): OpenSocket {
  let lastActiveAt = facts.connectedAt;
  let isEnded = false;
  const over = new AbortController();
  const { promise: closed, resolve: noteClosed } = Promise.withResolvers<void>();
  const isOpen = () => webSocket.readyState === webSocket.OPEN;
  const drop = () => webSocket.terminate();
  const open: OpenSocket = { facts, lastActiveAt: () => lastActiveAt, send, close, drop, isOpen, closed };

  socket.prependListener(
    'data',
    watchFrames(FRAME_BYTES, () => close(1009, 'Frame size limit exceeded')),
  );
  webSocket.on('message', (data, isBinary) => {
    if (isEnded) return;
    if (isBinary) return close(1003, 'Binary messages are not supported');
    lastActiveAt = clock.now();
    heard.message(open, Buffer.isBuffer(data) ? data.toString() : '');
  });
  // The library closes it with the code of what the client did wrong.
  webSocket.on('error', (error) => end(codeOf(error), error.message));
  webSocket.once('close', (code, reason) => {
    end(code, reason.toString() || (REASONS.get(code) ?? ''));
    noteClosed();
  });
  void closeInTime().catch(() => undefined);
  return open;

  function send(text: string): boolean {
    if (!isOpen() || webSocket.bufferedAmount > BUFFER_BYTES) return false;
    lastActiveAt = clock.now();
    const bytes = Buffer.from(text);
    let sent = 0;
    do {
      const end = Math.min(sent + FRAME_BYTES, bytes.length);
      webSocket.send(bytes.subarray(sent, end), { binary: false, fin: end === bytes.length });
      sent = end;
    } while (sent < bytes.length);
    return true;
  }

  function close(code: number, reason: string): void {
    if (isEnded) return;
    webSocket.close(code, reason);
    end(code, reason);
  }

  function end(code: number, reason: string): void {
    if (isEnded) return;
    isEnded = true;
    over.abort();
    heard.closed(open, code, reason);
  }

  async function closeInTime(): Promise<void> {
    for (;;) {
      const left = Math.min(facts.connectedAt + LIFETIME_MS, lastActiveAt + IDLE_MS) - clock.now();
      if (left <= 0) return close(1001, 'Going away');
      await clock.sleep(left, over.signal);
    }
  }
}

/** What API Gateway tells when the client gave no reason. */
const REASONS: ReadonlyMap<number, string> = new Map([
  [1005, 'Client-side close frame status not set'],
  [1006, 'Connection closed abnormally'],
]);

/** The code with which the library closes a connection for an error of the client. RFC 6455, 7.4.1. */
function codeOf(error: Error): number {
  const name = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return CODES.get(name) ?? 1002;
}

const CODES: ReadonlyMap<string, number> = new Map([
  ['WS_ERR_INVALID_UTF8', 1007],
  ['WS_ERR_TOO_MANY_BUFFERED_PARTS', 1008],
  ['WS_ERR_UNSUPPORTED_MESSAGE_LENGTH', 1009],
  ['WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH', 1009],
]);
