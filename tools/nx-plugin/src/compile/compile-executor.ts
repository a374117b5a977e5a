import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import { projectTsconfig, tsconfigFolder } from './project-tsconfig.ts';

/** Compiles one library for users outside of the workspace. */
export default async function compile(_: object, context: ExecutorContext): Promise<{ success: boolean }> {
  const project = context.projectsConfigurations.projects[context.projectName ?? ''];
  if (!project) throw new Error(`there is no project ${context.projectName}`);
  const folder = join(context.root, tsconfigFolder(project.root));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(projectTsconfig(project.root)));
  const compiler = join(context.root, 'node_modules/@typescript/native/bin/tsc');
  const { status } = spawnSync(process.execPath, [compiler, '-p', folder], { stdio: 'inherit' });
  return { success: status === 0 };
}
