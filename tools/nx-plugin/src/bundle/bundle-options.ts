import { readFile } from 'node:fs/promises';
import type { BuildOptions, Plugin } from 'esbuild';
import { leftOut } from './left-out.ts';

/** Clients of the SDK read their own version, and a bundle would have all of their `package.json`: 1 KB of a zip each. */
const versionAlone: Plugin = {
  name: 'version-alone',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]@aws-sdk[\\/][^\\/]+[\\/]package\.json$/ }, async ({ path }) => {
      const { version }: { version: unknown } = JSON.parse(await readFile(path, 'utf8'));
      return { contents: JSON.stringify({ version }), loader: 'json' };
    }),
};

/** How esbuild makes one CommonJS file of an app, from the workspace's root as working directory. */
export const bundleOptions = {
  conditions: ['@hanok/source', 'module'],
  mainFields: ['module', 'main'],
  ...({ legalComments: 'none', charset: 'utf8' } as const),
  alias: {
    '@aws-sdk/credential-provider-node': './tools/nx-plugin/src/bundle/environment-credentials.ts',
    '@aws-sdk/middleware-endpoint-discovery': './tools/nx-plugin/src/bundle/no-endpoint-discovery.ts',
    '@smithy/core/event-streams': './tools/nx-plugin/src/bundle/no-event-streams.ts',
  },
  // `import('node:http')` of the SDK would load its ESM facade, and with it undici: 20 ms of a cold start.
  supported: { 'dynamic-import': false },
  plugins: [versionAlone, leftOut],
} satisfies BuildOptions;
