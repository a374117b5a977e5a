import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type GeneratorCallback, logger, readJson, type Tree } from '@nx/devkit';
import { lockWorkspace } from '../edit/manifests.ts';
import { checkFree, spellingsOf } from '../edit/names.ts';
import { render } from '../edit/render.ts';

/** A library for the handlers of one domain: `libs/<name>`. A library that is there already stays as it is. */
export default async function generateLibrary(
  tree: Tree,
  options: { name: string },
): Promise<GeneratorCallback | undefined> {
  const { name } = spellingsOf('library', options.name);
  const root = `libs/${name}`;
  if (isDomain(tree, name)) {
    logger.info(`${root} is there already: nothing changes`);
    return undefined;
  }
  checkFree(tree, name, ['libs', 'apps', 'tools']);
  const { version } = readJson<{ version: string }>(tree, 'libs/events/package.json');
  await render(tree, join(import.meta.dirname, 'files'), { name, version });
  lockWorkspace(tree, root);
  return () => linkWorkspace(tree.root, root);
}

/** Whether the name is that of a library with handlers of a domain. */
export function isDomain(tree: Tree, name: string): boolean {
  const path = `libs/${name}/package.json`;
  if (!tree.exists(path)) return false;
  const { nx } = readJson<{ nx?: { tags?: string[] } }>(tree, path);
  return nx?.tags?.includes('type:domain') === true && nx.tags.includes(`domain:${name}`);
}

/** Links a new workspace into node_modules as `npm install` does, so that it can be imported at once. */
function linkWorkspace(workspaceRoot: string, root: string): void {
  const { name } = JSON.parse(readFileSync(join(workspaceRoot, root, 'package.json'), 'utf8')) as {
    name: string;
  }; // The generator wrote it.
  const link = join(workspaceRoot, 'node_modules', name);
  if (existsSync(link)) return;
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(relative(dirname(link), join(workspaceRoot, root)), link, 'junction');
}
