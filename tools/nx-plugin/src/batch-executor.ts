import type { ExecutorContext, TaskGraph } from '@nx/devkit';

/** What a target asks of one project. */
export type Job<Options = object> = {
  /** The project's name. */
  name: string;
  /** Folder of the project, from the workspace's root. */
  project: string;
  options: Options;
  /** What the command line adds after the name of the project. */
  args: readonly string[];
};

export type Outcome = { success: boolean; terminalOutput: string };

/** Does the jobs of any number of projects in one go; answers their outcomes in the same order. */
type Run<Options> = (
  jobs: readonly Job<Options>[],
  workspace: string,
  context: ExecutorContext,
) => Promise<readonly Outcome[]>;

/**
 * The two functions of an executor that starts one process for all projects: `batch`, which Nx prefers, and `one` for
 * `--batch=false`. Nx keeps the cache of each project by its own inputs, whichever of the two has run.
 */
export function batchExecutor<Options = object>(run: Run<Options>) {
  const one = async (options: Options, context: ExecutorContext): Promise<{ success: boolean }> => {
    const { projectName: name = '' } = context;
    const job = { name, project: projectRoot(context, name), options, args: [] };
    const [outcome] = await run([job], context.root, context);
    return { success: outcome?.success === true };
  };
  const batch = async (
    { tasks }: TaskGraph,
    options: Readonly<Record<string, Options>>,
    overrides: { __overrides_unparsed__?: readonly string[] },
    context: ExecutorContext,
  ): Promise<Record<string, Outcome>> => {
    const ids = Object.keys(tasks);
    const jobs = Object.values(tasks).map(({ id, target }) => ({
      name: target.project,
      project: projectRoot(context, target.project),
      options: options[id] as Options, // Nx gives those of every task of the graph
      args: overrides.__overrides_unparsed__ ?? [],
    }));
    const outcomes = await run(jobs, context.root, context);
    return Object.fromEntries(
      ids.map((id, index) => [id, outcomes[index] ?? { success: false, terminalOutput: '' }]),
    );
  };
  return { one, batch };
}

function projectRoot({ projectsConfigurations }: ExecutorContext, name: string): string {
  const project = projectsConfigurations.projects[name];
  if (!project) throw new Error(`there is no project ${name}`);
  return project.root;
}

/** Prints what is to be read now; Nx keeps the same text for the runs that it answers from its cache. */
export function printed(outcomes: readonly Outcome[]): readonly Outcome[] {
  for (const { terminalOutput } of outcomes) if (terminalOutput !== '') console.log(terminalOutput);
  return outcomes;
}
