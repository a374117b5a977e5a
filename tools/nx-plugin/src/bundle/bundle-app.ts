import { build, type BuildFailure, formatMessages, type Plugin, stop } from 'esbuild';
import { bundleOptions } from './bundle-options.ts';

/** A bundle as the build target writes it, and the files that it is made of, from the workspace's root. */
type AppBundle = {
  main: Uint8Array;
  /** Every file that was read. */
  inputs: readonly string[];
  /** Those of which code is in the bundle. */
  used: readonly string[];
};

/** What is wrong with an app's sources, as esbuild says it, every error with its place. */
export class BundleError extends Error {
  override readonly name = 'BundleError';
}

/**
 * Bundles one app in memory: the same bytes as `main.js` of the build target, without Nx and without its source map.
 * `project` is the app's folder from the workspace's root. Throws `BundleError`.
 */
export async function bundleApp(
  workspace: string,
  { project, external }: { project: string; external: readonly string[] },
): Promise<AppBundle> {
  try {
    const { outputFiles, metafile } = await build({
      ...bundleOptions,
      absWorkingDir: workspace,
      entryPoints: [`${project}/src/main.ts`],
      outfile: `dist/${project}/main.js`,
      tsconfig: `${workspace}/tsconfig.base.json`,
      external: [...external],
      ...{ bundle: true, minify: true, platform: 'node', target: 'node24', format: 'cjs' },
      ...{ write: false, metafile: true, logLevel: 'silent' },
    });
    const [main] = outputFiles;
    if (main === undefined) throw new BundleError(`${project}: esbuild wrote nothing`);
    return { main: main.contents, ...filesOf(metafile) };
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    const messages = await formatMessages(error.errors, { kind: 'error', color: false });
    throw new BundleError(messages.join('').trim());
  }
}

/** The files that a metafile of esbuild names; of a bundle on disk it is `meta.json`. */
export function filesOf({ inputs, outputs }: { inputs: object; outputs: UsedFiles }) {
  const used = Object.values(outputs).flatMap((output) =>
    Object.entries(output.inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
  );
  return { inputs: Object.keys(inputs), used };
}

type UsedFiles = Readonly<Record<string, { inputs: Readonly<Record<string, { bytesInOutput: number }>> }>>;

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}

/** Ends the process of esbuild, which otherwise waits for the next bundle. */
export const stopBundling = stop;

/** The files of this workspace whose code a program runs, itself among them, from the workspace's root. */
export async function sourcesOf(workspace: string, program: string): Promise<string[]> {
  const { metafile } = await build({
    ...{ absWorkingDir: workspace, entryPoints: [program], conditions: ['@hanok/source'] },
    ...{ bundle: true, platform: 'node', format: 'esm', plugins: [packagesStayOutside] },
    ...{ write: false, metafile: true, logLevel: 'silent' },
  });
  return filesOf(metafile).used;
}

const packagesStayOutside: Plugin = {
  name: 'packages-stay-outside',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@hanok/') ? undefined : { path, external: true },
    ),
};
