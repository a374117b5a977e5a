import { readFileSync } from 'node:fs';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { createServer } from 'node:tls';
import { certificateIn } from '@hanok/engines';

/** Serves TLS on a free port of 127.0.0.1 and passes what comes on to a server that does not speak it. */
export async function startTlsProxy(options: {
  /** Where the certificate is kept. */
  dir: string;
  server: { host: string; port: number };
}): Promise<{ port: number; ca: string; stop(): Promise<void> }> {
  const certificate = await certificateIn(options.dir);
  const open = new Set<Socket>();
  const tls = createServer(
    { cert: readFileSync(certificate.cert), key: readFileSync(certificate.key) },
    (socket) => {
      const server = connect(options.server);
      socket.pipe(server).pipe(socket);
      // An end or error of one side ends the other; each side's client reports its own.
      for (const [side, other] of [
        [socket, server],
        [server, socket],
      ] as const)
        side.on('error', () => other.destroy()).on('close', () => other.destroy());
    },
  );
  // A client that has connected and says nothing has no TLS socket yet.
  tls.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve));
  return {
    // A server that listens on TCP has an AddressInfo: https://nodejs.org/api/net.html#serveraddress
    port: (tls.address() as AddressInfo).port,
    ca: certificate.cert,
    stop: () =>
      new Promise((resolve) => {
        tls.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
