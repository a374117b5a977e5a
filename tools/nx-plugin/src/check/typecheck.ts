import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Job, Outcome } from '../batch-executor.ts';
import { runTool, toolFailure } from './run-tool.ts';

/**
 * Runs the compiler once over all projects, the code in their READMEs as parts of them, and once for each folder that has
 * a tsconfig of its own because it runs elsewhere, such as in a browser.
 */
export async function typecheck(jobs: readonly Job[], workspace: string): Promise<readonly Outcome[]> {
  const projects = jobs.map(({ project }) => project);
  const apart = projects.flatMap((project) =>
    globSync(`${project}/src/**/tsconfig.json`, { cwd: workspace }).map((file) => dirname(file)),
  );
  mkdirSync(join(workspace, 'dist'), { recursive: true });
  const folder = mkdtempSync(join(workspace, 'dist/typecheck-'));
  try {
    for (const project of projects) writeReadmeBlocks(workspace, project, folder);
    writeTsconfig(folder, projects, apart);
    // Each checker of the compiler finds the types of the SDK again; other checks use the other processors. The
    // compiler is a program in Go, whose memory is collected less often with a larger GOGC.
    const compile = (path: string) => {
      const options = ['-p', path, '--pretty', 'false', '--checkers', '1'];
      return runTool(workspace, 'node_modules/@typescript/native/bin/tsc', options, { GOGC: '400' });
    };
    const runs = await Promise.all([folder, ...apart].map(compile));
    const output = runs
      .map(({ stdout }) => stdout)
      .join('')
      .replaceAll(`${relative(workspace, folder)}/`, '')
      .replaceAll(BLOCK_FILE, 'README.md');
    const errors = errorsByProject(output, projects);
    const failed = runs.find(({ status }) => status !== 0);
    if (failed !== undefined && errors.every((text) => text === ''))
      return jobs.map(() => toolFailure('tsc', failed));
    return errors.map((text) => ({ success: text === '', terminalOutput: text }));
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

function writeTsconfig(folder: string, projects: readonly string[], apart: readonly string[]): void {
  const tsconfig = {
    extends: '../../tsconfig.base.json',
    include: projects.flatMap((project) => [`../../${project}/src/**/*`, `${project}/*.ts`]),
    exclude: apart.map((path) => `../../${path}`),
    // A README's code imports as a file in its place: a tool exports little of what it shows.
    compilerOptions: { rootDirs: ['.', '../..'] },
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
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
