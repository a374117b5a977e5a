import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { LineError } from '../errors.ts';
import { MAX_REQUEST_BYTES, readRequest } from '../protocol/frames.ts';
import { linesOf } from '../protocol/lines.ts';
import { type Connection, openConnection } from './connection.ts';
import type { Place, Sessions } from './sessions.ts';

/** How long the server waits, in milliseconds. */
type ConnectionTimeouts = {
  /** For the line that joins. */
  helloMs: number;
  /** For a client to read the last frame. */
  closeMs: number;
};

const ADDRESS = '127.0.0.1';
/** Connections that have not joined; one more drops the oldest, so that they keep no player out. */
const MAX_STRANGE_CONNECTIONS = 100;

/** Listens for players on a free port of 127.0.0.1. */
export async function openGameListener(
  sessions: Sessions,
  timeouts: ConnectionTimeouts,
): Promise<{ address: string; port: number; close(): void }> {
  const notJoined = new Set<Socket>();

  async function serve(socket: Socket): Promise<void> {
    const connection = openConnection(socket, timeouts.closeMs);
    const tooLate = setTimeout(() => refuse(connection, 'The first line comes too late.'), timeouts.helloMs);
    notJoined.add(socket);
    if (notJoined.size > MAX_STRANGE_CONNECTIONS)
      for (const [oldest] of notJoined.entries().take(1)) oldest.destroy();
    let place: Place | undefined;
    try {
      for await (const line of linesOf(socket, MAX_REQUEST_BYTES)) {
        if (connection.isFinished()) break;
        if (place) receive(place, line);
        else place = join(connection, line);
        clearTimeout(tooLate);
        if (place) notJoined.delete(socket);
      }
    } catch (error) {
      refuse(connection, error instanceof LineError ? error.message : 'The connection failed.');
    }
    socket.resume(); // What still comes is not looked at.
    clearTimeout(tooLate);
    notJoined.delete(socket);
    place?.session.left(place.stone);
  }

  function join(connection: Connection, line: string): Place | undefined {
    const request = readRequest(line);
    if (!request.ok || request.value.type !== 'join') refuse(connection, 'type: expected join');
    else {
      const place = sessions.take(request.value.playerSessionId);
      if (place) place.session.join(place.stone, connection);
      else refuse(connection, 'playerSessionId: unknown, or used before');
      return place;
    }
    return undefined;
  }

  const server = createServer((socket) => void serve(socket));
  const port = await listen(server);
  return { address: ADDRESS, port, close: () => void server.close() };
}

const refuse = (connection: Connection, message: string) => connection.finish({ type: 'refused', message });

function receive({ session, stone }: Place, line: string): void {
  const request = readRequest(line);
  if (request.ok) session.receive(stone, request.value);
  else session.mistake(stone, request.reason);
}

async function listen(server: Server): Promise<number> {
  server.listen(0, ADDRESS);
  await once(server, 'listening');
  const at = server.address();
  return typeof at === 'object' && at ? at.port : 0;
}
