import { batchExecutor, type Job, type Outcome, printed } from '../batch-executor.ts';
import { format } from './format.ts';
import { lint } from './lint.ts';
import { runTool } from './run-tool.ts';
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
