import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const binary = fileURLToPath(
  new URL('../../../../../node_modules/@dynoxide/linux-x64/dynoxide', import.meta.url),
);

/** A DynamoDB engine of its own, in memory, on a free port. */
export async function startEngine(): Promise<{ endpoint: string; stop(): Promise<void> }> {
  const port = await freePort();
  const engine = spawn(binary, ['--port', String(port)], { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(engine, 'exit');
  await Promise.race([
    listening(engine),
    exited.then(() => Promise.reject(new Error('the engine did not start'))),
  ]);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async stop() {
      engine.kill('SIGKILL');
      await exited;
    },
  };
}

/** The engine prints a line once it listens. */
async function listening(engine: ReturnType<typeof spawn>): Promise<void> {
  await Promise.race(
    [engine.stdout, engine.stderr].flatMap((out) => (out === null ? [] : [once(out, 'data')])),
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
