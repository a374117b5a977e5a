import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** A TCP server on 127.0.0.1 that accepts and reads, and answers nothing but `reply` when given. */
type StuckServer = { port: number; accepted(): number; stop(): Promise<void> };

export async function startStuckServer(reply?: string): Promise<StuckServer> {
  const sockets = new Set<Socket>();
  let accepted = 0;
  const server = createServer((socket) => {
    accepted += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', () => reply !== undefined && socket.write(reply));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  const stop = async () => {
    for (const socket of sockets) socket.destroy();
    await once(server.close(), 'close');
  };
  return { port: address.port, accepted: () => accepted, stop };
}
