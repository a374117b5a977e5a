import { basename, dirname, join } from 'node:path';
import { type CreateNodesV2, createNodesFromFiles, readJsonFile, type TargetConfiguration } from '@nx/devkit';
import {
  bundleTarget,
  compileTarget,
  formatTarget,
  lintTarget,
  structureTarget,
  testTarget,
  typecheckTarget,
  zipTarget,
} from './targets.ts';

/**
 * Infers the targets of every project from where it lies: an app, or a folder of the docs with programs, is a
 * `project.json` plus `src/`, a lib or a tool is a `package.json` plus `src/`, and the root is the rest. An app whose
 * `project.json` lists packages with native code as `metadata.native` gets a zip per processor.
 */
export const createNodesV2: CreateNodesV2 = [
  '{package.json,apps/*/project.json,docs/*/project.json,libs/*/package.json,tools/*/package.json}',
  (files, options, context) =>
    createNodesFromFiles(
      (file) => {
        const root = dirname(file);
        const project = readJsonFile<{ name?: string; metadata?: { native?: string[] } }>(
          join(context.workspaceRoot, file),
        );
        const targets = targetsOf(root, project.metadata?.native ?? []);
        const name = project.name ?? basename(root);
        return { projects: { [root]: { name, root, sourceRoot: `${root}/src`, targets } } };
      },
      files,
      options,
      context,
    ),
];

function targetsOf(root: string, native: readonly string[]): Record<string, TargetConfiguration> {
  if (root === '.') return { format: formatTarget(), structure: structureTarget() };
  const checks = {
    format: formatTarget(),
    lint: lintTarget(),
    typecheck: typecheckTarget(),
    test: testTarget(),
  };
  if (root.startsWith('apps/'))
    return { build: bundleTarget(root, native), zip: zipTarget(root, native), ...checks };
  if (root.startsWith('libs/')) return { build: compileTarget(), ...checks };
  return checks;
}
