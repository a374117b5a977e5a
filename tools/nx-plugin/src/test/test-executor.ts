import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { batchExecutor, type Job, type Outcome } from '../batch-executor.ts';
import { type JestReport, projectReport } from './jest-report.ts';

const { one, batch } = batchExecutor(test);
export { batch, one as default };

/** Runs Jest once over the specs of all projects, on as many processes as the machine has processors. */
async function test(jobs: readonly Job[], workspace: string): Promise<readonly Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'jest-'));
  try {
    const roots = jobs.map(({ project }) => join(workspace, project));
    const reportFile = join(folder, 'report.json');
    const config = await jestConfig(workspace, roots, reportFile);
    writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
    const status = await runJest(workspace, join(folder, 'config.json'), jobs[0]?.args ?? []);
    if (!existsSync(reportFile))
      return jobs.map(() => ({
        success: false,
        terminalOutput: `jest ended with ${status} and left no report`,
      }));
    const report: JestReport = JSON.parse(readFileSync(reportFile, 'utf8'));
    return roots.map((root) => projectReport(report, root));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function jestConfig(workspace: string, roots: readonly string[], reportFile: string): Promise<object> {
  const { default: preset } = await import(pathToFileURL(join(workspace, 'jest.preset.js')).href);
  return {
    ...preset,
    rootDir: workspace,
    roots,
    testMatch: roots.map((root) => `${root}/src/**/*.spec.ts`),
    reporters: ['default', [join(import.meta.dirname, 'report-writer.ts'), { file: reportFile }]],
    // One more than there are processors: some specs wait for time to pass.
    maxWorkers: availableParallelism() + 1,
    // With a limit, Jest always uses workers, which it can end.
    workerIdleMemoryLimit: '1GB',
  };
}

async function runJest(workspace: string, config: string, args: readonly string[]): Promise<number | null> {
  const node = ['--conditions=@hanok/source', '--disable-warning=ExperimentalWarning'];
  const jest = join(workspace, 'node_modules/jest/bin/jest.js');
  const child = spawn(process.execPath, [...node, jest, '--ci', '--config', config, ...args], {
    cwd: workspace,
    stdio: ['ignore', 'inherit', 'pipe'],
    // The programs that specs start are read and compiled once.
    env: { ...process.env, NODE_COMPILE_CACHE: join(workspace, 'node_modules/.cache/node') },
  });
  for await (const line of createInterface({ input: child.stderr }))
    if (!WORKER_WAS_ENDED.test(line)) console.error(line);
  if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
  return child.exitCode;
}

/** The clients of an app live as long as its process, as they do in Lambda: a worker is ended, not waited for. */
const WORKER_WAS_ENDED = /A worker process has failed to exit gracefully/;
