import type { Server } from 'node:http';

/** Another program listens on the port. */
class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
  readonly port: number;

  constructor(port: number, cause: unknown) {
    super(`Port ${port} is taken by another program: stop it, or choose another port with --port.`, {
      cause,
    });
    this.port = port;
  }
}

/** Listens on 127.0.0.1 and answers the port; 0 picks a free one. Throws `PortTakenError`. */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortTakenError(port, error) : error),
    );
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(address !== null && typeof address === 'object' ? address.port : port);
    });
  });
}
