import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** How a tool ended, and what it wrote. */
type ToolRun = { status: number | null; stdout: string; stderr: string };

/**
 * Runs a program in JavaScript or TypeScript, given from the workspace's root, in that folder. `env` is added to the
 * environment.
 */
export async function runTool(
  workspace: string,
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ToolRun> {
  const child = spawn(process.execPath, [join(workspace, program), ...args], {
    cwd: workspace,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  const [status, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { status, stdout, stderr };
}

/** The outcome of every project when a tool itself failed, as opposed to what it looked at. */
export function toolFailure(name: string, { status, stdout, stderr }: ToolRun) {
  return {
    success: false,
    terminalOutput: `${name} ended with ${status}\n${stdout}${stderr}`.trimEnd(),
  };
}
