import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, closeSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assemblyFolder, workspaceRoot } from '@hanok/local';
import { WrongOutcomeError } from '../harness/wrong-outcome.ts';

const PROGRAM = join(workspaceRoot, 'tools/local/src/cli/hanok-local.ts');
const READY = /Ready after .*?(http:\S+)/;
const LOOK_MS = 20;

/** `hanok-local` with one stack, as people run it: it keeps its state and prints every line of its functions. */
export async function startLocalStack(name: string): Promise<{ url: URL; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'hanok-bench-'));
  const shown = join(folder, 'shown.txt');
  const output = openSync(shown, 'a');
  const place = ['--only', name, '--port', '0', '--state', join(folder, 'state'), '--no-watch'];
  const program = ['--conditions=@hanok/source', PROGRAM, assemblyFolder, ...place];
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
    if (ended !== undefined) throw new WrongOutcomeError(`The stack ended with code ${ended}: ${text}`);
    found = READY.exec(text);
  }
  const stop = async () => {
    child.kill('SIGINT');
    await exited;
    rmSync(folder, { recursive: true });
  };
  return { url: new URL(found[1] ?? ''), stop };
}
