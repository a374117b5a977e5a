import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from '@jest/globals';
import { eventually } from '@hanok/testing';
import { descendantsOf, stillRunning } from '../../stack/process-tree.fixture.ts';
import { endTree } from './end-tree.ts';

/** Does not end by itself, starts a process that leads a session of its own, and tells its id. */
const STUBBORN = `
  const { spawn } = require('node:child_process');
  process.on('SIGTERM', () => undefined);
  spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { detached: true, stdio: 'ignore' });
  setInterval(() => 0, 1000);
  console.log('ready');`;

it('ends a process that does not want to, and what it started in another group', async () => {
  const child = spawn(process.execPath, ['-e', STUBBORN], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  const below = descendantsOf(child.pid ?? 0);
  expect(below).toHaveLength(1);
  const exited = once(child, 'exit');
  await endTree(child);
  expect(await exited).toEqual([null, 'SIGKILL']);
  // It was killed, and the kernel ends it a moment later.
  await eventually(() => expect(stillRunning(below)).toEqual([]));
});
