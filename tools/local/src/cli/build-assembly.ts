import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** Root folder of the workspace. */
export const workspaceRoot = join(import.meta.dirname, '../../../..');
/** The synthesized templates and zips. */
export const assemblyFolder = join(workspaceRoot, 'dist/cdk.out');

/** The zips or templates could not be built; their output was shown. */
class BuildError extends Error {
  override readonly name = 'BuildError';
}

/** Builds the zips and templates that are stale; their progress goes to the terminal. */
export async function buildAssembly(): Promise<void> {
  const nx = join(workspaceRoot, 'node_modules/nx/dist/bin/nx.js');
  const args = [nx, 'run-many', '-t=synth,build', '-p=@hanok/cloud,@hanok/console', '--output-style=stream'];
  const build = spawn(process.execPath, args, { cwd: workspaceRoot, stdio: 'inherit' });
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  build.once('exit', resolve).once('error', reject);
  if ((await promise) !== 0) throw new BuildError('The build failed: see above');
}
