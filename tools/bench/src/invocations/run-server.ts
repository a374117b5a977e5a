import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, closeSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WrongOutcomeError } from '../harness/wrong-outcome.ts';

const READY = /Ready after .*?(http:\S+)/;
const LOOK_MS = 20;

/**
 * Runs a program that says in a line where it serves, until `stop`; `args` gets a folder of its own. What it prints goes
 * to a file there.
 */
export async function runServer(
  args: (folder: string) => readonly string[],
): Promise<{ url: URL; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'hanok-bench-'));
  const shown = join(folder, 'shown.txt');
  const output = openSync(shown, 'a');
  const program = ['--conditions=@hanok/source', ...args(folder)];
  const child = spawn(process.execPath, program, { stdio: ['ignore', output, output] });
  closeSync(output);
  const exited = once(child, 'exit');
  let found: RegExpExecArray | null = null;
  while (found === null) {
    const [ended] = await Promise.race([
      exited,
      new Promise<[undefined]>((resolve) => setTimeout(resolve, LOOK_MS, [undefined])),
    ]);
    const text = readFileSync(shown, 'utf8');
    if (ended !== undefined) throw new WrongOutcomeError(`The server ended with code ${ended}: ${text}`);
    found = READY.exec(text);
  }
  const stop = async () => {
    child.kill('SIGINT');
    await exited;
    rmSync(folder, { recursive: true });
  };
  return { url: new URL(found[1] ?? ''), stop };
}
