import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { failureOutput, readBuildLines } from './build/build-progress.ts';
import { buildStamp } from './build/build-stamp.ts';
import { endTree } from './build/end-tree.ts';
import { progressLine } from './build/progress-line.ts';
import { lines, print, printError } from './terminal.ts';

/** Root folder of the workspace. */
export const workspaceRoot = join(import.meta.dirname, '../../../..');
/** The synthesized templates and zips. */
export const assemblyFolder = join(workspaceRoot, 'dist/cdk.out');

/** The zips or templates could not be built; their output was shown. */
class BuildError extends Error {
  override readonly name = 'BuildError';
}

/** The build was interrupted by Ctrl-C or a kill; its processes have ended. */
export class BuildInterruptedError extends Error {
  override readonly name = 'BuildInterruptedError';
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Builds the zips and templates that are stale, and shows one line of progress; with `verbose`, all that the build
 * prints. Throws `BuildError` when the output of what failed is shown, and `BuildInterruptedError`.
 */
export async function buildAssembly({
  verbose = false,
  stamp = buildStamp(workspaceRoot),
} = {}): Promise<void> {
  if (stamp.isBuilt()) return print('Functions and templates are up to date');
  await runBuild(verbose);
  stamp.keep();
}

async function runBuild(verbose: boolean): Promise<void> {
  const nx = join(workspaceRoot, 'node_modules/nx/dist/bin/nx.js');
  const projects = ['@hanok/cloud', '@hanok/console', '@hanok/local'];
  const args = [nx, 'run-many', '-t=synth,build,bundle', `-p=${projects.join()}`, '--output-style=stream'];
  const build = spawn(process.execPath, args, {
    cwd: workspaceRoot,
    stdio: verbose ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    // A group of its own: an interruption ends every process of the build, and not this one first.
    detached: true,
  });
  let interrupted = false;
  const interrupt = () => {
    interrupted = true;
    void endTree(build);
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  const ended = new Promise<number | null>((resolve, reject) => {
    build.once('close', resolve).once('error', reject);
  });
  const shown = verbose ? undefined : showProgress([build.stdout, build.stderr]);
  try {
    const code = await ended;
    if (interrupted) throw new BuildInterruptedError('The build was interrupted');
    if (code === 0) return shown?.end();
    const output = shown?.fail() ?? '';
    if (output !== '') printError(lines(output));
    throw new BuildError(`The build failed with exit code ${code}: see above`);
  } finally {
    shown?.close();
    for (const signal of SIGNALS) process.off(signal, interrupt);
  }
}

function showProgress(outputs: readonly (Readable | null)[]) {
  const progress = readBuildLines();
  const line = progressLine();
  const kept: string[] = [];
  for (const output of outputs) {
    if (output === null) continue;
    createInterface({ input: output }).on('line', (said) => {
      kept.push(said);
      line.show(progress.add(said));
    });
  }
  return {
    end: line.end,
    close: line.close,
    fail: () => {
      line.close();
      return failureOutput(kept.join('\n'));
    },
  };
}
