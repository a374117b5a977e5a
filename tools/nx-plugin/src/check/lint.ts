import type { Job, Outcome } from '../batch-executor.ts';
import { runTool, toolFailure } from './run-tool.ts';

/**
 * Runs ESLint once over all projects. It is a process of its own, because Nx's rule for module boundaries reads the
 * project graph again for every file unless it sees ESLint's command line.
 */
export async function lint(jobs: readonly Job[], workspace: string): Promise<readonly Outcome[]> {
  const projects = jobs.map(({ project }) => project);
  const run = await runTool(workspace, 'node_modules/eslint/bin/eslint.js', ['--format=json', ...projects]);
  // 2 is ESLint's own failure.
  if (run.status !== 0 && run.status !== 1) return jobs.map(() => toolFailure('eslint', run));
  const report: LintReport = JSON.parse(run.stdout);
  return projects.map((project) => projectFindings(report, workspace, project));
}

/** What is read of `eslint --format json`. https://eslint.org/docs/latest/use/formatters/#json */
type LintReport = readonly {
  filePath: string;
  messages: readonly {
    line?: number;
    column?: number;
    severity: number;
    message: string;
    ruleId: string | null;
  }[];
}[];

/** The findings of a project, one a line; a warning fails it as an error does. */
export function projectFindings(report: LintReport, workspace: string, project: string): Outcome {
  const findings = report
    .filter(({ filePath }) => filePath.startsWith(`${workspace}/${project}/`))
    .flatMap(({ filePath, messages }) =>
      messages.map(({ line = 1, column = 1, severity, message, ruleId }) => {
        const place = `${filePath.slice(workspace.length + 1)}:${line}:${column}`;
        return `${place} ${severity === 2 ? 'error' : 'warning'} ${message} ${ruleId ?? ''}`.trimEnd();
      }),
    );
  return { success: findings.length === 0, terminalOutput: findings.join('\n') };
}
