import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { describeExit, freePort, startLeashed } from './index.ts';
import { accepts } from './when-ready.ts';

const LEASH = new URL('./leash.ts', import.meta.url).href;

function listener(port: number): string {
  return `require('node:net').createServer().listen(${port}, '127.0.0.1')`;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition()));
}

describe('startLeashed', () => {
  it('kills the engine when the parent is killed by SIGKILL', async () => {
    const port = await freePort();
    const parentCode = `import { startLeashed } from ${JSON.stringify(LEASH)};
      await startLeashed(process.execPath, ['-e', ${JSON.stringify(listener(port))}]);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', parentCode], { stdio: 'ignore' });
    await until(() => accepts(port));
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    await until(async () => !(await accepts(port)));
    expect(await accepts(port)).toBe(false);
  });

  it('reports the exit code and the last output of an engine that ends by itself', async () => {
    const leash = await startLeashed('sh', ['-c', 'echo started; echo "bad config" >&2; exit 3']);
    const exit = await leash.exited;
    expect(exit).toMatchObject({ code: 3, signal: null, stopped: false });
    expect(describeExit('thing', exit)).toBe('thing ended with code 3:\nstarted\nbad config');
  });

  it('reports the signal of an engine that was killed, by the process id it gave', async () => {
    const leash = await startLeashed(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    process.kill(leash.pid, 'SIGKILL');
    expect(await leash.exited).toMatchObject({ code: null, signal: 'SIGKILL', stopped: false });
  });

  it('stops the engine and says that it was asked to', async () => {
    const leash = await startLeashed(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await leash.stop();
    expect(await leash.exited).toMatchObject({ signal: 'SIGTERM', stopped: true });
    await leash.stop();
  });

  it('passes arguments as they are, quotes and spaces included', async () => {
    const word = `a "b" $HOME 'c'`;
    const leash = await startLeashed('printf', ['%s', word]);
    expect((await leash.exited).output).toBe(word);
  });
});
