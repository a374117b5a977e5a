import type { BuildOptions } from 'esbuild';

/** How esbuild makes one CommonJS file of an app, from the workspace's root as working directory. */
export const bundleOptions: BuildOptions = {
  conditions: ['@hanok/source', 'module'],
  mainFields: ['module', 'main'],
  legalComments: 'none',
  charset: 'utf8',
  alias: { '@aws-sdk/credential-provider-node': './tools/nx-plugin/src/bundle/environment-credentials.ts' },
  // `import('node:http')` of the SDK would load its ESM facade, and with it undici: 20 ms of a cold start.
  supported: { 'dynamic-import': false },
};
