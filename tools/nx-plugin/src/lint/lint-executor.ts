import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { batchExecutor, type Job, type Outcome, printed } from '../batch-executor.ts';

const { one, batch } = batchExecutor(lint);
export { batch, one as default };

/**
 * Runs ESLint once over all projects. It is a process of its own, because Nx's rule for module boundaries reads the
 * project graph again for every file unless it sees ESLint's command line.
 */
async function lint(jobs: readonly Job[], workspace: string): Promise<readonly Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lint-'));
  try {
    const reportFile = join(folder, 'report.json');
    const { status } = runEslint(workspace, ['--format=json', `--output-file=${reportFile}`], jobs);
    // 2 is ESLint's own failure; it has said on stderr what is wrong.
    if (status !== 0 && status !== 1)
      return jobs.map(() => ({ success: false, terminalOutput: `eslint ended with ${status}` }));
    const report: LintReport = JSON.parse(readFileSync(reportFile, 'utf8'));
    return printed(jobs.map(({ project }) => projectFindings(report, workspace, project)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runEslint(workspace: string, format: readonly string[], jobs: readonly Job[]) {
  const eslint = join(workspace, 'node_modules/eslint/bin/eslint.js');
  return spawnSync(process.execPath, [eslint, ...format, ...jobs.map(({ project }) => project)], {
    cwd: workspace,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
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
export function projectFindings(report: LintReport, workspace: string, project: string) {
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
