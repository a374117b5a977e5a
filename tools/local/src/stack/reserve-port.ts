import { createServer } from 'node:http';
import { listen } from '../gateway/listen.ts';

/**
 * Holds a port of 127.0.0.1, a free one for 0, until it is released to whoever is to listen on it: a taken port is found
 * before anything is started, and nothing that starts meanwhile takes it. Throws `PortTakenError`.
 */
export async function reservePort(wanted: number): Promise<{ port: number; release(): Promise<void> }> {
  const server = createServer();
  const port = await listen(server, wanted);
  const release = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
  return { port, release };
}
