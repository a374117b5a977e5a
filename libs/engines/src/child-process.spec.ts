import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { describeExit } from './errors.ts';
import { freePort } from './free-port.ts';
import { startChildProcess } from './child-process.ts';
import { accepts } from './when-ready.ts';

const CHILD_PROCESS = new URL('./child-process.ts', import.meta.url).href;

function listener(port: number): string {
  return `require('node:net').createServer().listen(${port}, '127.0.0.1')`;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition()));
}

describe('startChildProcess', () => {
  it('kills the engine when the parent is killed by SIGKILL', async () => {
    const port = await freePort();
    const parentCode = `import { startChildProcess } from ${JSON.stringify(CHILD_PROCESS)};
      await startChildProcess(process.execPath, ['-e', ${JSON.stringify(listener(port))}]);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', parentCode], { stdio: 'ignore' });
    await until(() => accepts('127.0.0.1', port));
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    await until(async () => !(await accepts('127.0.0.1', port)));
    expect(await accepts('127.0.0.1', port)).toBe(false);
  });

  it('reports the exit code and the last output of an engine that ends by itself', async () => {
    const engine = await startChildProcess('sh', ['-c', 'echo started; echo "bad config" >&2; exit 3']);
    const exit = await engine.exited;
    expect(exit).toMatchObject({ code: 3, signal: null, stopped: false });
    expect(describeExit('thing', exit)).toBe('thing ended with code 3:\nstarted\nbad config');
  });

  it('reports the signal of an engine that was killed, by the process id it gave', async () => {
    const engine = await startChildProcess(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    process.kill(engine.pid, 'SIGKILL');
    expect(await engine.exited).toMatchObject({ code: null, signal: 'SIGKILL', stopped: false });
  });

  it('stops the engine and says that it was asked to', async () => {
    const engine = await startChildProcess(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await engine.stop();
    expect(await engine.exited).toMatchObject({ signal: 'SIGTERM', stopped: true });
    await engine.stop();
  });

  it('passes arguments as they are, quotes and spaces included', async () => {
    const word = `a "b" $HOME 'c'`;
    const engine = await startChildProcess('printf', ['%s', word]);
    expect((await engine.exited).output).toBe(word);
  });
});
