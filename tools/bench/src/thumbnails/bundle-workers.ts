import { join } from 'node:path';
import { build } from 'esbuild';
import { workspaceRoot } from '@hanok/local';

/** The contenders that run in a worker. */
export type Contender = 'naive sharp' | 'ours' | 'jimp';

/**
 * Bundles a worker for each contender, as a function is bundled; sharp stays outside, as it does in a zip. What one
 * imports is not in the memory of another. Answers the file of each.
 */
export async function bundleWorkers(): Promise<(contender: Contender) => string> {
  const outdir = join(workspaceRoot, 'dist/bench/thumbnails');
  await build({
    absWorkingDir: workspaceRoot,
    entryPoints: ['naive-sharp', 'ours', 'jimp'].map(
      (name) => `tools/bench/src/thumbnails/workers/${name}.ts`,
    ),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    conditions: ['@hanok/source', 'module'],
    external: ['sharp', 'jimp'],
  });
  return (contender) => join(outdir, `${contender.replace(' ', '-')}.mjs`);
}
