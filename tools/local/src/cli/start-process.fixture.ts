import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** How a process ended, and everything that it wrote. */
type Ending = { code: number | null; stdout: string; stderr: string };

/** A command line program of the stack in a process of its own. */
export type StartProcess = {
  pid: number;
  /** URL of the gateway, once the ready line is out; rejects when the process ends before that. */
  ready: Promise<string>;
  ended: Promise<Ending>;
  /** What it wrote so far. */
  written: Readonly<Pick<Ending, 'stdout' | 'stderr'>>;
  kill(signal: NodeJS.Signals): void;
};

/**
 * Runs `start.js`, or the fixture of that name that builds nothing, whose first argument is the folder to work in; or
 * another program, by its path from here.
 */
export function runScript(
  script: string,
  args: readonly string[],
  env: Record<string, string> = {},
): StartProcess {
  const child = spawn(
    process.execPath,
    ['--conditions=@hanok/source', join(import.meta.dirname, script), ...args],
    {
      env: { ...process.env, NODE_OPTIONS: '', FORCE_COLOR: undefined, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const written = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (written.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (written.stderr += text));
  const ended = once(child, 'close').then(([code]) => ({
    code: typeof code === 'number' ? code : null,
    ...written,
  }));
  const ready = readyUrl(child.stdout, ended);
  ready.catch(() => undefined); // Not every process is to become ready.
  return { pid: child.pid ?? 0, ready, ended, written, kill: (signal) => void child.kill(signal) };
}

function readyUrl(stdout: Readable, ended: Promise<Ending>): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    stdout.on('data', (more: string) => {
      text += more;
      const url = /^Ready after \d+ ms: (\S+)/m.exec(text)?.[1];
      if (url !== undefined) resolve(url);
    });
    void ended.then(({ stderr }) => reject(new Error(`ended before it was ready: ${stderr}`)));
  });
}
