import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { batchExecutor, type Job, type Outcome, printed } from '../batch-executor.ts';

const { one, batch } = batchExecutor(typecheck);
export { batch, one as default };

/** Runs the compiler once over all projects, the code in their READMEs as parts of them. */
async function typecheck(jobs: readonly Job[], workspace: string): Promise<readonly Outcome[]> {
  const projects = jobs.map(({ project }) => project);
  mkdirSync(join(workspace, 'dist'), { recursive: true });
  const folder = mkdtempSync(join(workspace, 'dist/typecheck-'));
  try {
    for (const project of projects) writeReadmeBlocks(workspace, project, folder);
    const { status, stdout } = runCompiler(workspace, folder, projects);
    const output = stdout
      .replaceAll(`${relative(workspace, folder)}/`, '')
      .replaceAll(BLOCK_FILE, 'README.md');
    const errors = errorsByProject(output, projects);
    const isWhole = status === 0 || errors.some((text) => text !== '');
    return printed(
      errors.map((text) => ({
        success: isWhole && text === '',
        terminalOutput: isWhole ? text : `tsc ended with ${status} and named no error`,
      })),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const BLOCK_FILE = /README\.\d+\.ts/g;

function writeReadmeBlocks(workspace: string, project: string, folder: string): void {
  const readme = join(workspace, project, 'README.md');
  mkdirSync(join(folder, project), { recursive: true });
  if (!existsSync(readme)) return;
  typescriptBlocks(readFileSync(readme, 'utf8')).forEach((code, index) =>
    writeFileSync(join(folder, project, `README.${index}.ts`), code),
  );
}

function runCompiler(workspace: string, folder: string, projects: readonly string[]) {
  const tsconfig = {
    extends: '../../tsconfig.base.json',
    include: projects.flatMap((project) => [`../../${project}/src/**/*`, `${project}/*.ts`]),
    // A README's code imports as a file in its place: a tool exports little of what it shows.
    compilerOptions: { rootDirs: ['.', '../..'] },
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
  const compiler = join(workspace, 'node_modules/@typescript/native/bin/tsc');
  return spawnSync(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], {
    cwd: workspace,
    encoding: 'utf8',
    maxBuffer: Infinity,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** What `tsc --pretty false` prints, by project: an error that is in no project of the run belongs to each of them. */
export function errorsByProject(output: string, projects: readonly string[]): string[] {
  // The lines that explain an error are indented below it.
  const errors = output.split(/\n(?=\S)/).filter((error) => error.trim() !== '');
  const ownerOf = (error: string) => projects.find((project) => error.startsWith(`${project}/`));
  return projects.map((project) =>
    errors
      .filter((error) => (ownerOf(error) ?? project) === project)
      .map((error) => error.trimEnd())
      .join('\n'),
  );
}

const BLOCK = /^```ts\n(.*?)^```$/gms;

/**
 * The TypeScript code blocks of a Markdown text, in order, each below as many empty lines as the text has above it, so
 * that a compiler names the lines of the text.
 */
export function typescriptBlocks(markdown: string): string[] {
  return [...markdown.matchAll(BLOCK)].map(({ index, 1: code = '' }) => {
    const above = markdown.slice(0, index).split('\n').length;
    return '\n'.repeat(above) + code;
  });
}
