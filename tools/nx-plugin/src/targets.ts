import { basename } from 'node:path';
import type { TargetConfiguration } from '@nx/devkit';
import { nativeZip } from './zip/native-zip.ts';

/** What a bundle is made of: the sources of the app and its libs, and how the plugin makes it. */
const BUNDLE_INPUTS = ['sources', '^sources', 'sharedConfig', '{workspaceRoot}/tools/nx-plugin/src/**/*'];

/** One CommonJS file with everything but the native packages in it, minified, its source map beside it. */
export function bundleTarget(root: string, native: readonly string[]): TargetConfiguration {
  return {
    executor: '@hanok/nx-plugin:bundle',
    cache: true,
    inputs: BUNDLE_INPUTS,
    outputs: ['main.js', 'main.js.map', 'meta.json'].map((file) => `{workspaceRoot}/dist/${root}/${file}`),
    options: { external: [...native] },
  };
}

/**
 * The zip that deploys, and for an app with native packages a second one, for x64. No input names external packages,
 * so that Nx takes all of the lock file as one.
 */
export function zipTarget(root: string, native: readonly string[]): TargetConfiguration {
  const outputFile = `dist/${root}/${basename(root)}.zip`;
  const outputs = native.length === 0 ? [outputFile] : [outputFile, nativeZip(outputFile, 'x64')];
  return {
    executor: '@hanok/nx-plugin:zip',
    cache: true,
    dependsOn: ['build'],
    inputs: BUNDLE_INPUTS,
    outputs: outputs.map((file) => `{workspaceRoot}/${file}`),
    options: { directory: `dist/${root}`, files: ['main.js'], outputFile, nativePackages: [...native] },
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

export function typecheckTarget(): TargetConfiguration {
  return check('typecheck', []);
}

export function lintTarget(): TargetConfiguration {
  return check('lint', ['{workspaceRoot}/eslint.config.js']);
}

export function testTarget(): TargetConfiguration {
  const variables = [{ env: 'HANOK_DEEP' }, { env: 'HANOK_SEED' }];
  return check('test', ['{workspaceRoot}/jest.preset.js', ...variables]);
}

/** A check of one project that depends on its files, the sources of its libraries and how the check is done. */
function check(name: string, configuration: readonly (string | { env: string })[]): TargetConfiguration {
  const executor = `{workspaceRoot}/tools/nx-plugin/src/${name}/**/*`;
  return {
    executor: `@hanok/nx-plugin:${name}`,
    cache: true,
    inputs: ['everything', '^sources', executor, ...configuration],
    options: {},
  };
}
