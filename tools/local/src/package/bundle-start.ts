import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { workspaceRoot } from '../cli/build-assembly.ts';
import { bundlePrograms } from './bundle-programs.ts';

/** As deep in the workspace as `src/cli`: what a source finds by its own place is found from here too. */
const target = join(workspaceRoot, 'dist/tools/local/start');

/** Packages with native code, those that find files by their own place, and what the first start alone loads. */
const KEPT = ['@swc/core', 'aws-lambda-ric', 'esbuild', 'fauxqs', 'selfsigned', 'sharp'];

/** `import` of node:http asks for each of its exports, and `WebSocket` is one: it loads undici, which nothing here uses. */
const httpAlone: Plugin = {
  name: 'http-alone',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?http$/ }, () => ({ path: 'node:http', namespace: 'http-alone' }));
    onLoad({ filter: /^/, namespace: 'http-alone' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule('${path}');`,
    }));
  },
};

/** Packages in CommonJS ask for Node's own modules. */
const REQUIRE = `import { createRequire as ownRequire } from 'node:module';
const require = ownRequire(import.meta.url);`;

/**
 * `npm start` in a few files, which load in a third of the time that some 900 take: the next start of an unchanged
 * workspace runs them.
 */
async function bundleStart(): Promise<void> {
  rmSync(target, { recursive: true, force: true });
  const programs = { start: '../cli/start.ts', 'run-start': '../cli/run-start.ts' };
  await bundlePrograms(programs, target, (name) => KEPT.includes(name), {
    plugins: [httpAlone],
    // ES modules of packages, of which what is not used is left out.
    ...{ conditions: ['@hanok/source', 'module', 'import'], mainFields: ['module', 'main'] },
    banner: { js: REQUIRE },
  });
}

await bundleStart();
