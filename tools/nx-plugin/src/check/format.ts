import type { Job, Outcome } from '../batch-executor.ts';
import { runTool, toolFailure } from './run-tool.ts';

/** Runs oxfmt once over the workspace; the project `.` has what lies in no other one. */
export async function format(
  jobs: readonly Job[],
  workspace: string,
  everyProject: readonly string[],
): Promise<readonly Outcome[]> {
  const run = await runTool(workspace, 'node_modules/oxfmt/bin/oxfmt', ['--list-different', '.']);
  // 2 is a file that oxfmt cannot read; it says which on stderr.
  if (run.status !== 0 && run.status !== 1) return jobs.map(() => toolFailure('oxfmt', run));
  return jobs.map(({ project }) => unformatted(run.stdout, project, everyProject));
}

/** The listed files of a project, one a line; those of the root are in no other project. */
export function unformatted(list: string, project: string, everyProject: readonly string[]): Outcome {
  const ownerOf = (file: string) => everyProject.find((each) => file.startsWith(`${each}/`)) ?? '.';
  const own = list.split('\n').filter((file) => file !== '' && ownerOf(file) === project);
  const lines = own.map((file) => `${file} is not formatted: npm run format`);
  return { success: own.length === 0, terminalOutput: lines.join('\n') };
}
