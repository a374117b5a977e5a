import { basename, dirname, join } from 'node:path';
import { type CreateNodesV2, createNodesFromFiles, readJsonFile, type TargetConfiguration } from '@nx/devkit';
import {
  bundleTarget,
  compileTarget,
  formatTarget,
  iamTarget,
  lintTarget,
  mapTarget,
  packTarget,
  sizesTarget,
  publishTarget,
  structureTarget,
  testTarget as testTargetOf,
  typecheckTarget,
  zipTarget,
} from './targets.ts';

export { createDependencies } from './dependencies.ts';

/**
 * Infers the targets of every project from where it lies: an app, or a folder of the docs with programs, is a
 * `project.json` plus `src/`, a lib or a tool is a `package.json` plus `src/`, and the root is the rest. A lib that is not private is packed. An app whose
 * `project.json` lists packages with native code as `metadata.native` gets a zip per processor. `metadata.testTarget` names
 * the target that runs the specs of a project, where `npm test` is not to wait for them.
 */
export const createNodesV2: CreateNodesV2 = [
  '{package.json,apps/*/project.json,docs/*/project.json,libs/*/package.json,tools/*/package.json}',
  (files, options, context) =>
    createNodesFromFiles(
      (file) => {
        const root = dirname(file);
        const project = readJsonFile<Project>(join(context.workspaceRoot, file));
        const targets = targetsOf(root, project);
        const name = project.name ?? basename(root);
        return { projects: { [root]: { name, root, sourceRoot: `${root}/src`, targets } } };
      },
      files,
      options,
      context,
    ),
];

type Project = {
  name?: string;
  private?: boolean;
  metadata?: { native?: string[]; zipBudgetKB?: number; testTarget?: string };
};

function targetsOf(root: string, project: Project): Record<string, TargetConfiguration> {
  if (root === '.') return { format: formatTarget(), structure: structureTarget() };
  const { native = [], zipBudgetKB, testTarget = 'test' } = project.metadata ?? {};
  const checks = {
    format: formatTarget(),
    lint: lintTarget(),
    typecheck: typecheckTarget(),
    [testTarget]: testTargetOf(),
  };
  if (root.startsWith('apps/'))
    return {
      build: bundleTarget(root, native),
      zip: zipTarget(root, native, zipBudgetKB),
      map: mapTarget(root),
      sizes: sizesTarget(root, native, zipBudgetKB),
      iam: iamTarget(root),
      ...checks,
    };
  if (root.startsWith('libs/')) {
    const pack =
      project.private === true ? {} : { pack: packTarget(root), 'nx-release-publish': publishTarget(root) };
    return { build: compileTarget(), ...pack, ...checks };
  }
  return checks;
}
