import { join } from 'node:path';
import { build } from 'esbuild';
import { workspaceRoot } from '@hanok/local';

/**
 * Bundles the worker, as a function is bundled, and answers where it is. What a contender imports is a file of its own; sharp
 * stays outside, as it does in a zip.
 */
export async function bundleWorker(): Promise<string> {
  const outdir = join(workspaceRoot, 'dist/bench/thumbnails');
  await build({
    absWorkingDir: workspaceRoot,
    entryPoints: { worker: 'tools/bench/src/thumbnails/thumbnail-worker.ts' },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    conditions: ['@hanok/source', 'module'],
    external: ['sharp', 'jimp'],
  });
  return join(outdir, 'worker.mjs');
}
