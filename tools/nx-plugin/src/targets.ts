import { basename } from 'node:path';
import type { TargetConfiguration } from '@nx/devkit';
import { bundleOptions } from './bundle/bundle-options.ts';
import { nativeZip } from './zip/native-zip.ts';

/** What a bundle is made of: the sources of the app and its libs, and how the plugin makes it. */
const BUNDLE_INPUTS = ['sources', '^sources', 'sharedConfig', '{workspaceRoot}/tools/nx-plugin/src/**/*'];

/** One CommonJS file with everything but the native packages in it, minified, its source map beside it. */
export function bundleTarget(root: string, native: readonly string[]): TargetConfiguration {
  return {
    executor: '@nx/esbuild:esbuild',
    cache: true,
    inputs: BUNDLE_INPUTS,
    outputs: ['main.js', 'main.js.map', 'meta.json'].map((file) => `{workspaceRoot}/dist/${root}/${file}`),
    options: {
      main: `${root}/src/main.ts`,
      outputPath: `dist/${root}`,
      outputFileName: 'main.js',
      tsConfig: 'tsconfig.base.json',
      platform: 'node',
      target: 'node24',
      format: ['cjs'],
      thirdParty: true,
      external: [...native],
      minify: true,
      metafile: true,
      sourcemap: 'external',
      skipTypeCheck: true,
      esbuildOptions: { ...bundleOptions, outExtension: { '.js': '.js' } },
    },
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
    executor: '@hanok/nx-plugin:tsc',
    cache: true,
    dependsOn: ['^build'],
    inputs: ['sources', '^sources', 'sharedConfig'],
    outputs: ['{projectRoot}/dist'],
    options: { emit: true },
  };
}

export function typecheckTarget(): TargetConfiguration {
  return { executor: '@hanok/nx-plugin:tsc', cache: true, inputs: ['everything', '^sources'], options: {} };
}

export function lintTarget(root: string): TargetConfiguration {
  return {
    executor: 'nx:run-commands',
    cache: true,
    inputs: ['everything', '^sources', '{workspaceRoot}/eslint.config.js'],
    options: { command: `eslint --max-warnings 0 ${root}` },
  };
}

/** The clients of an app live as long as its process, as they do in Lambda: its test run is ended, not waited for. */
export function testTarget(root: string): TargetConfiguration {
  const forceExit = root.startsWith('apps/') ? ' --forceExit' : '';
  const node = 'node --experimental-vm-modules --disable-warning=ExperimentalWarning';
  return {
    executor: 'nx:run-commands',
    cache: true,
    inputs: [
      'everything',
      '^sources',
      '{workspaceRoot}/jest.preset.js',
      { env: 'HANOK_DEEP' },
      { env: 'HANOK_SEED' },
    ],
    options: {
      command: `${node} node_modules/jest/bin/jest.js --config jest.preset.js --rootDir ${root}${forceExit}`,
    },
  };
}
