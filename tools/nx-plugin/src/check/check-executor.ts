import { batchExecutor, type Job, type Outcome, printed } from '../batch-executor.ts';
import { lint } from './lint.ts';
import { runTool, toolFailure } from './run-tool.ts';
import { typecheck } from './typecheck.ts';

type Check = (
  jobs: readonly Job[],
  workspace: string,
  everyProject: readonly string[],
) => Promise<readonly Outcome[]>;

const CHECKS: Readonly<Record<'format' | 'lint' | 'typecheck' | 'structure', Check>> = {
  format,
  lint,
  typecheck,
  structure: (jobs, workspace) => Promise.all(jobs.map(() => structure(workspace))),
};

type Options = { check: keyof typeof CHECKS };

/** Runs every check once over its projects, all checks at the same time: most of them use one processor. */
const { one, batch } = batchExecutor<Options>(async (jobs, workspace, context) => {
  const everyProject = Object.values(context.projectsConfigurations.projects).map(({ root }) => root);
  const groups = [...Map.groupBy(jobs, ({ options }) => options.check)];
  const outcomes = new Map<Job, Outcome>();
  await Promise.all(
    groups.map(async ([check, group]) => {
      const results = printed(await CHECKS[check](group, workspace, everyProject));
      results.forEach((outcome, index) => outcomes.set(group[index] as Job, outcome));
    }),
  );
  return jobs.map((job) => outcomes.get(job) ?? { success: false, terminalOutput: '' });
});
export { batch, one as default };

async function structure(workspace: string): Promise<Outcome> {
  const { status, stdout, stderr } = await runTool(
    workspace,
    'tools/nx-plugin/src/structure/structure.ts',
    [],
  );
  return { success: status === 0, terminalOutput: status === 0 ? '' : `${stdout}${stderr}`.trimEnd() };
}

/** Runs oxfmt once over the workspace; the project `.` has what lies in no other one. */
async function format(
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
