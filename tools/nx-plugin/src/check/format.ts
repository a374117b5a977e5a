import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job, Outcome } from '../batch-executor.ts';
import { runTool, toolFailure } from './run-tool.ts';

/** Runs Prettier once over all projects; the project `.` has what lies in no other one. */
export async function format(
  jobs: readonly Job[],
  workspace: string,
  everyProject: readonly string[],
): Promise<readonly Outcome[]> {
  const projects = jobs.map(({ project }) => project);
  const patterns = projects.flatMap((project) => (project === '.' ? rootEntries(workspace) : [project]));
  const options = ['--list-different', '--ignore-unknown', '--log-level=error'];
  const run = await runTool(workspace, 'node_modules/prettier/bin/prettier.cjs', [...options, ...patterns]);
  // 2 is a file that Prettier cannot read; it says which on stderr.
  if (run.status !== 0 && run.status !== 1) return jobs.map(() => toolFailure('prettier', run));
  return projects.map((project) => unformatted(run.stdout, project, everyProject));
}

function rootEntries(workspace: string): string[] {
  const ignored = readFileSync(join(workspace, '.prettierignore'), 'utf8').split('\n');
  const others = ['apps', 'libs', 'tools', '.git', ...ignored];
  return readdirSync(workspace).filter((name) => !others.includes(name));
}

/** The listed files of a project, one a line; those of the root are in no other project. */
export function unformatted(list: string, project: string, everyProject: readonly string[]): Outcome {
  const ownerOf = (file: string) => everyProject.find((each) => file.startsWith(`${each}/`)) ?? '.';
  const own = list.split('\n').filter((file) => file !== '' && ownerOf(file) === project);
  const lines = own.map((file) => `${file} is not formatted: npm run format`);
  return { success: own.length === 0, terminalOutput: lines.join('\n') };
}
