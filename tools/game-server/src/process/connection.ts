import type { Socket } from 'node:net';
import type { Frame } from '../protocol/frames.ts';

/** What the server sends to one client. */
export type Connection = {
  send(frame: Frame): void;
  /** Sends a last frame and closes; what comes later is ignored. Once. */
  finish(frame: Frame): void;
  isFinished(): boolean;
};

/**
 * A game has at most a few hundred frames, so that a client that does not read costs some kilobytes until its game ends,
 * and `closeMs` more.
 */
export function openConnection(socket: Socket, closeMs: number): Connection {
  let finished = false;
  socket.setNoDelay(true);
  socket.on('error', () => undefined); // Ends the lines of the connection.
  const send = (frame: Frame) => {
    if (!finished && socket.writable) socket.write(`${JSON.stringify(frame)}\n`);
  };
  return {
    send,
    finish: (frame) => {
      if (finished) return;
      send(frame);
      finished = true;
      socket.end();
      const drop = setTimeout(() => socket.destroy(), closeMs);
      socket.once('close', () => clearTimeout(drop));
    },
    isFinished: () => finished,
  };
}
