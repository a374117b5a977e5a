import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { buildAssembly, workspaceRoot } from '@hanok/local';
import type { Benchmark } from '../harness/benchmark.ts';
import { interleave } from '../harness/interleave.ts';
import { median } from '../harness/median.ts';
import { commandOf, memoryMb, processTree } from '../harness/processes.ts';
import { WrongOutcomeError } from '../harness/wrong-outcome.ts';
import { bundlePackages, memoryOf } from './packages-memory.ts';

/** After which a stack that does nothing has given back what its start left behind. */
const IDLE_MS = 15_000;

/**
 * `npm start` of a workspace that is built and has run before: the time until it is ready, beside that of npm and Node
 * alone, and its memory when idle, beside that of the packages alone that it uses.
 */
export const npmStart: Benchmark = {
  name: 'npm-start',
  title: 'npm start of an unchanged workspace: until it is ready, and what it holds when idle',
  bounds: [{ figure: 'from Enter to ready (ms)', atMost: 2_000 }],
  run: async ({ scaled }) => {
    await buildAssembly();
    const [stack, others]: [number[], number[]] = [[], []];
    const samples = await interleave(
      {
        'npm start -- --help': () => enterTo(['start', '--', '--help'], /--help/),
        'npm start': () => enterTo(START, READY, (ms) => stack.push(ms)),
      },
      { rounds: Math.max(2, scaled(10)) },
    );
    const packages = await bundlePackages();
    const memory = await interleave(
      {
        'npm start, all processes': async () => {
          const { all, own } = await idleMemory();
          others.push(all - own);
          return all;
        },
        'the packages alone': () => memoryOf(packages),
      },
      { rounds: Math.max(2, scaled(5)), warmUp: 0 },
    );
    return {
      races: [
        { title: 'from Enter to the line', unit: 'ms', samples },
        { title: 'memory when idle', unit: 'MB', samples: memory },
      ],
      figures: {
        'from Enter to ready (ms)': median(samples['npm start']),
        'of it the stack (ms)': median(stack),
        'npm and the engines (MB)': median(others),
        'npm, the engines and the packages alone (MB)': median(others) + median(memory['the packages alone']),
      },
      counts: { starts: samples['npm start'].length, idle: others.length },
    };
  },
};

const START = ['start', '--', '--port', '0'];
const READY = /^Ready after (\d+) ms/;

/** Milliseconds until a command of npm has written the line; `told` gets what the line's first group says. */
async function enterTo(
  args: readonly string[],
  line: RegExp,
  told?: (figure: number) => void,
): Promise<number> {
  const begun = performance.now();
  const { figure, stop } = await npm(args, line);
  const ms = performance.now() - begun;
  told?.(figure);
  await stop();
  return ms;
}

/** Of all processes of a stack that does nothing, and of its own one. */
async function idleMemory(): Promise<{ all: number; own: number }> {
  const { pid, stop } = await npm(START, READY);
  await delay(IDLE_MS);
  let [all, own] = [0, 0];
  for (const each of processTree(pid)) {
    const megabytes = memoryMb(each);
    all += megabytes;
    if (/^node .*cli\/start\.js/.test(commandOf(each))) own += megabytes;
  }
  await stop();
  return { all, own };
}

/** Runs npm in a group of its own until it writes a line that matches. */
async function npm(args: readonly string[], line: RegExp) {
  const child = spawn('npm', args, {
    ...{ cwd: workspaceRoot, detached: true },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const { pid = 0 } = child;
  const stop = async () => {
    if (child.exitCode === null) process.kill(-pid, 'SIGINT');
    await exited;
  };
  for await (const text of createInterface({ input: child.stdout })) {
    const found = line.exec(text);
    if (found !== null) return { pid, figure: Number(found[1]), stop };
  }
  throw new WrongOutcomeError(`npm ${args.join(' ')} ended without the line ${line}`);
}
