import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import { projectTsconfig, tsconfigFolder } from './project-tsconfig.ts';
import { typescriptBlocks } from './readme-blocks.ts';

/**
 * Runs `tsc` on one project with a configuration made for it. Checking takes the code of the project's README as a
 * part of the project; compiling (`emit`) leaves it out.
 */
export default async function tsc(
  { emit = false }: { emit?: boolean },
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const project = context.projectsConfigurations.projects[context.projectName ?? ''];
  if (!project) throw new Error(`No project ${context.projectName}`);
  const folder = join(context.root, tsconfigFolder(project.root, emit));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(projectTsconfig(project.root, emit)));
  if (!emit) writeReadmeBlocks(join(context.root, project.root, 'README.md'), folder);
  const compiler = join(context.root, 'node_modules/@typescript/native/bin/tsc');
  const { status } = spawnSync(process.execPath, [compiler, '-p', folder], { stdio: 'inherit' });
  return { success: status === 0 };
}

function writeReadmeBlocks(readme: string, folder: string): void {
  if (!existsSync(readme)) return;
  const blocks = typescriptBlocks(readFileSync(readme, 'utf8'));
  blocks.forEach((code, index) => writeFileSync(join(folder, `readme-${index + 1}.ts`), code));
}
