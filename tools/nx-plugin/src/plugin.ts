import { dirname } from 'node:path';
import { type CreateNodesV2, createNodesFromFiles, type TargetConfiguration } from '@nx/devkit';
import {
  bundleTarget,
  compileTarget,
  lintTarget,
  testTarget,
  typecheckTarget,
  zipTarget,
} from './targets.ts';

/**
 * Infers the targets of every project from where it lies: an app is a `project.json` plus `src/`, a lib or a tool is
 * a `package.json` plus `src/`.
 */
export const createNodesV2: CreateNodesV2 = [
  '{apps/*/project.json,libs/*/package.json,tools/*/package.json}',
  (files, options, context) =>
    createNodesFromFiles(
      (file) => {
        const root = dirname(file);
        return { projects: { [root]: { root, sourceRoot: `${root}/src`, targets: targetsOf(root) } } };
      },
      files,
      options,
      context,
    ),
];

function targetsOf(root: string): Record<string, TargetConfiguration> {
  const checks = { lint: lintTarget(root), typecheck: typecheckTarget(), test: testTarget(root) };
  if (root.startsWith('apps/')) return { build: bundleTarget(root), zip: zipTarget(root), ...checks };
  if (root.startsWith('libs/')) return { build: compileTarget(), ...checks };
  return checks;
}
