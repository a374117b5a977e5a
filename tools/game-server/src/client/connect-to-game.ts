import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type Frame, frame, MAX_FRAME_BYTES, type Request } from '../protocol/frames.ts';
import { linesOf } from '../protocol/lines.ts';

/** A player's connection to its game. */
export type GameConnection = AsyncDisposable & {
  /** What the server sends, once, until it closes the connection. */
  events: AsyncIterableIterator<Frame>;
  move(x: number, y: number): void;
  /** Gives the game up. */
  leave(): void;
  /** Drops the connection, which gives the game up too. */
  close(): void;
};

/** Connects with what the status of a ticket answers, and joins. Rejects when there is no such server. */
export async function connectToGame(at: {
  address: string;
  port: number;
  playerSessionId: string;
}): Promise<GameConnection> {
  const socket = connect(at.port, at.address);
  await once(socket, 'connect');
  socket.setNoDelay(true);
  socket.on('error', () => undefined); // The events end with it.
  const send = (request: Request) => void socket.write(`${JSON.stringify(request)}\n`);
  const close = () => void socket.destroy();
  send({ type: 'join', playerSessionId: at.playerSessionId });
  return {
    events: framesOf(socket),
    move: (x, y) => send({ type: 'move', x, y }),
    leave: () => send({ type: 'leave' }),
    close,
    [Symbol.asyncDispose]: async () => close(),
  };
}

async function* framesOf(socket: Socket): AsyncGenerator<Frame> {
  for await (const line of linesOf(socket, MAX_FRAME_BYTES)) yield frame.parse(JSON.parse(line));
}
