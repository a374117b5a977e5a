import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { eventually } from '@hanok/testing';

/** `npm run chat` in a process of its own, on the stack that wrote the file; what is said is a line of its input. */
export function startTalker(outputsFile: string, ...args: string[]) {
  const script = join(import.meta.dirname, 'chat.fixture.ts');
  const child = spawn(process.execPath, ['--conditions=@hanok/source', script, outputsFile, ...args], {
    env: { ...process.env, NODE_OPTIONS: '', FORCE_COLOR: undefined },
  });
  const written = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (written.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (written.stderr += text));
  const ended = once(child, 'close').then(([code]) => ({ code: code as unknown, ...written }));
  return {
    ended,
    output: () => written.stdout,
    /** The lines of messages, without their times. */
    messages: () =>
      [...written.stdout.matchAll(/^ *(\d+) \d\d:\d\d:\d\d (.*)$/gm)].map(
        ([, seq, said]) => `${seq} ${said}`,
      ),
    say: (line: string) => void child.stdin.write(`${line}\n`),
    end: () => void child.stdin.end(),
    interrupt: () => void child.kill('SIGINT'),
    shows: (text: string) => eventually(() => expect(written.stdout).toContain(text)),
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
