import { basename } from 'node:path';
import type { TargetConfiguration } from '@nx/devkit';
import { billOf, nativeZip } from './zip/native-zip.ts';

/** What a zip is made of: the code of the app and its libs, and how the plugin bundles and packs it. */
const ZIP_INPUTS = [
  ...['bundled', '^bundled', 'sharedConfig'],
  '{workspaceRoot}/tools/nx-plugin/src/{bundle,contents,map,native,zip}/**/!(*.spec).ts',
  '{workspaceRoot}/tools/nx-plugin/src/native/licences/*.txt',
];

/** The packages that make a zip, or stand in every one; a zip depends on them without importing them. */
export const ZIP_TOOLS = [
  'esbuild',
  '@swc/core',
  'fflate',
  'pako',
  '@nx/esbuild',
  '@aws-sdk/credential-provider-env',
];

/** One CommonJS file with everything but the native packages in it, minified, its source map beside it. */
export function bundleTarget(root: string, native: readonly string[]): TargetConfiguration {
  return {
    executor: '@hanok/nx-plugin:bundle',
    cache: true,
    inputs: ZIP_INPUTS,
    outputs: ['main.js', 'main.js.map', 'meta.json'].map((file) => `{workspaceRoot}/dist/${root}/${file}`),
    options: { external: [...native] },
  };
}

/**
 * The zip that deploys, and for an app with native packages a second one, for x64. No input names external packages,
 * so that Nx takes all of the lock file as one.
 */
export function zipTarget(
  root: string,
  native: readonly string[],
  budgetKB: number = ZIP_BUDGET_KB,
): TargetConfiguration {
  const outputFile = `dist/${root}/${basename(root)}.zip`;
  const zips = native.length === 0 ? [outputFile] : [outputFile, nativeZip(outputFile, 'x64')];
  const outputs = zips.flatMap((zip) => [zip, billOf(zip)]);
  return {
    executor: '@hanok/nx-plugin:zip',
    cache: true,
    dependsOn: ['build'],
    inputs: ZIP_INPUTS,
    outputs: outputs.map((file) => `{workspaceRoot}/${file}`),
    options: {
      ...{ directory: `dist/${root}`, files: ['main.js'], outputFile },
      ...{ nativePackages: [...native], budgetKB },
    },
  };
}

/** Where in the sources the places of a stack are. What the command line adds is the stack. */
export function mapTarget(root: string): TargetConfiguration {
  const options = { directory: `dist/${root}` };
  return { executor: '@hanok/nx-plugin:map', dependsOn: ['build'], options };
}

/** The bytes of each package in the zips of an app. */
export function sizesTarget(
  root: string,
  native: readonly string[],
  budgetKB = ZIP_BUDGET_KB,
): TargetConfiguration {
  const zip = `dist/${root}/${basename(root)}.zip`;
  const zips = native.length === 0 ? [zip] : [zip, nativeZip(zip, 'x64')];
  const options = { directory: `dist/${root}`, zips, budgetKB };
  return { executor: '@hanok/nx-plugin:sizes', dependsOn: ['zip'], options };
}

/** Of an app that names no budget. One with native code, an HTTP client or a parser asks for more. */
const ZIP_BUDGET_KB = 130;

/** What the role of the app's function grants and the last runs of the local stack used. */
export function iamTarget(root: string): TargetConfiguration {
  const program = 'tools/local/src/cli/iam/iam.ts';
  return {
    executor: 'nx:run-commands',
    options: {
      command: `node --conditions=@hanok/source ${program} ${basename(root)}`,
      cwd: '{workspaceRoot}',
    },
  };
}

/** JavaScript and declarations for users outside of the workspace. */
export function compileTarget(): TargetConfiguration {
  return {
    executor: '@hanok/nx-plugin:compile',
    cache: true,
    dependsOn: ['^build'],
    inputs: ['sources', '^sources', 'sharedConfig'],
    outputs: ['{projectRoot}/dist'],
    options: {},
  };
}

/** What users get: the folder, and the tarball that npm makes of it. */
export function packTarget(root: string): TargetConfiguration {
  const name = basename(root);
  return {
    executor: '@hanok/nx-plugin:pack',
    cache: true,
    dependsOn: ['build'],
    inputs: [
      '{projectRoot}/package.json',
      '{projectRoot}/README.md',
      '{projectRoot}/src/samples/**/*',
      { dependentTasksOutputFiles: '**/*', transitive: false },
      ...['package.json', 'LICENSE', 'CHANGELOG.md'].map((file) => `{workspaceRoot}/${file}`),
      PLUGIN('pack'),
    ],
    outputs: [name, `hanok-${name}-*.tgz`].map((path) => `{workspaceRoot}/dist/packages/${path}`),
    options: {},
  };
}

/** What `nx release publish` does after `pack`: it publishes what that laid out, and no other file of the library. */
export function publishTarget(root: string): TargetConfiguration {
  return {
    executor: '@nx/js:release-publish',
    options: { packageRoot: `dist/packages/${basename(root)}` },
  };
}

export function formatTarget(): TargetConfiguration {
  return check('format', ['{projectRoot}/**/*', '{workspaceRoot}/.oxfmtrc.json']);
}

export function lintTarget(): TargetConfiguration {
  return check('lint', [...SOURCES, '{workspaceRoot}/eslint.config.js', PLUGIN('lint')]);
}

export function typecheckTarget(): TargetConfiguration {
  return check('typecheck', SOURCES);
}

/** Looks at the imports, exports, folders and package versions of the whole workspace at once. */
export function structureTarget(): TargetConfiguration {
  const files = ['**/*.{ts,tsx}', '*/README.md', '*/*.json'].flatMap((pattern) =>
    ['apps', 'libs', 'tools', 'docs'].map((folder) => `{workspaceRoot}/${folder}/${pattern}`),
  );
  return check('structure', [
    ...files,
    '{workspaceRoot}/nx.json',
    '{workspaceRoot}/package-lock.json',
    PLUGIN('structure'),
  ]);
}

/** The full counts of a proof, and the seed of a run that is repeated, have results of their own. */
export function testTarget(): TargetConfiguration {
  return {
    executor: '@hanok/nx-plugin:test',
    cache: true,
    inputs: [
      ...SOURCES,
      '{workspaceRoot}/jest.preset.js',
      { env: 'HANOK_DEEP' },
      { env: 'HANOK_SEED' },
      PLUGIN('test'),
    ],
    options: {},
  };
}

/** The files of the project and the sources of its libraries. */
const SOURCES = ['everything', '^sources'];

/** A folder of this plugin, as what a target depends on. */
const PLUGIN = (folder: string) => `{workspaceRoot}/tools/nx-plugin/src/${folder}/**/*`;

function check(name: string, inputs: readonly string[]): TargetConfiguration {
  return {
    executor: '@hanok/nx-plugin:check',
    cache: true,
    inputs: [...inputs, PLUGIN('check')],
    options: { check: name },
  };
}
