import { copyFileSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild';
import { workspaceRoot } from '../cli/build-assembly.ts';

/** Threads and processes that modules start, whose files lie beside all others in a bundle. */
const STARTED = [
  '../traces/trace-worker.ts',
  '../services/sqs/engine/queue-engine-worker.ts',
  '../services/logs/insights/query-worker.ts',
  '../../../game-server/src/process/main.ts',
];
/** Loaded by Node itself into each function. */
const SHIM = '../services/lambda/runtime/rapid-client-shim.cjs';

const besideEachOther: Plugin = {
  name: 'beside-each-other',
  setup({ onLoad }) {
    onLoad({ filter: /\/(tools|libs)\/[\w/-]+\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(
        /new URL\('([\w./-]+)\.ts', import\.meta\.url\)/g,
        (_, file: string) => `new URL('./${basename(file)}.js', import.meta.url)`,
      ),
      loader: 'ts',
    }));
  },
};

/** Of the packages for which `isKept` says so, each stays one that is installed. */
function keepPackages(isKept: (name: string) => boolean): Plugin {
  return {
    name: 'keep-packages',
    setup({ onResolve }) {
      onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
        kind === 'entry-point' || path.startsWith('@hanok/') || !isKept(path)
          ? undefined
          : { path, external: true },
      );
    },
  };
}

/**
 * Bundles programs of the stack into files of a folder, and with them all that they start. `programs`: the source, from
 * here, by the name that its file has there.
 */
export async function bundlePrograms(
  programs: Readonly<Record<string, string>>,
  outdir: string,
  isKept: (name: string) => boolean,
  { plugins = [], ...more }: Pick<BuildOptions, 'plugins' | 'banner' | 'conditions' | 'mainFields'> = {},
): Promise<Metafile> {
  const started = STARTED.map((file) => [basename(file, '.ts'), file]);
  const { metafile } = await build({
    entryPoints: [...Object.entries(programs), ...started].map(([out = '', file = '']) => ({
      in: join(import.meta.dirname, file),
      out,
    })),
    inject: [join(import.meta.dirname, 'disposable-stack.ts')],
    ...{ bundle: true, splitting: true, metafile: true, minifySyntax: true, outdir },
    ...{ platform: 'node', format: 'esm', target: 'node22.19' },
    conditions: ['@hanok/source', 'import'],
    plugins: [besideEachOther, ...plugins, keepPackages(isKept)],
    absWorkingDir: workspaceRoot,
    logLevel: 'warning',
    ...more,
  });
  copyFileSync(join(import.meta.dirname, SHIM), join(outdir, basename(SHIM)));
  return metafile;
}
