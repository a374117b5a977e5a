import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { on, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

let server: Server;
let dir: string;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hanok-reaper-'));
  server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterEach(() => {
  server.close();
  rmSync(dir, { recursive: true });
});

/** Connects from within the process, so that the kernel tells of its end; then spins, waits or answers. */
const handler = `exports.handler = ({ port, action }) => new Promise((resolve) => {
  const socket = require('node:net').connect(port, '127.0.0.1', () => socket.write(action, () => {
    if (action === 'spin') for (;;);
    if (action === 'answer') resolve();
  }));
  socket.on('error', () => {});
});`;

const stack = (port: number) => `
  import { testFunctions } from '${fileURLToPath(new URL('../functions.fixture.ts', import.meta.url))}';
  const test = testFunctions();
  await test.deploy(${JSON.stringify(handler)});
  for (const action of ['spin', 'wait', 'answer']) void test.functions.invoke('fn', JSON.stringify({ port: ${port}, action }));
`;

describe('a stack that is killed', () => {
  it('leaves no process behind: busy, waiting or idle', async () => {
    const { port } = server.address() as AddressInfo;
    const connections = on(server, 'connection');
    const parent = spawn(process.execPath, ['--input-type=module', '-e', stack(port)], {
      env: { ...process.env, TMPDIR: dir },
      stdio: 'inherit',
    });
    const ends: Promise<unknown>[] = [];
    for await (const [socket] of connections as AsyncIterable<[Socket]>) {
      await once(socket, 'data');
      ends.push(once(socket.on('error', () => undefined).resume(), 'close'));
      if (ends.length === 3) break;
    }
    parent.kill('SIGKILL');
    expect(await Promise.all(ends)).toHaveLength(3);
  });
});
