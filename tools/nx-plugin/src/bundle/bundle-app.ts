import {
  build,
  type BuildContext,
  type BuildFailure,
  context,
  formatMessages,
  type Metafile,
  type Plugin,
  stop,
} from 'esbuild';
import { bundleOptions } from './bundle-options.ts';
import { LONG_NAMES, shortenNames } from './shorten-names.ts';

/** A bundle as the build target writes it, and the files that it is made of, from the workspace's root. */
export type AppBundle = {
  main: Uint8Array;
  /** Every file that was read. */
  inputs: readonly string[];
  /** Those of which code is in the bundle. */
  used: readonly string[];
};

/** What is wrong with the sources of apps, as esbuild says it, every error with its place. */
export class BundleError extends Error {
  override readonly name = 'BundleError';
  /** The files with errors, from the workspace's root. */
  readonly files: ReadonlySet<string>;

  constructor(message: string, files: readonly string[] = []) {
    super(message);
    this.files = new Set(files);
  }
}

/** Apps that are bundled again and again keep what esbuild has read of them; so many of them. */
const MOST_CONTEXTS = 4;

/**
 * Bundles apps in memory: the same bytes as `main.js` of the build target, without Nx and without its source map. It
 * works for one caller at a time.
 */
export function createBundler(workspace: string) {
  const contexts = new Map<string, BuildContext<ReturnType<typeof optionsOf>>>();

  /**
   * Bundles apps with the same `external` packages; `projects` are their folders from the workspace's root, and the
   * answer is in their order. What several share is read once. Throws `BundleError` when one of them cannot be bundled.
   */
  async function bundle(projects: readonly string[], external: readonly string[]): Promise<AppBundle[]> {
    try {
      const [only = ''] = projects;
      const built =
        projects.length === 1
          ? await (await contextOf(only, external)).rebuild()
          : await build(optionsOf(workspace, projects, external));
      return await Promise.all(
        projects.map(async (project) => {
          const main = built.outputFiles.find(({ path }) => path === `${workspace}/${outputOf(project)}`);
          if (main === undefined) throw new BundleError(`${project}: esbuild wrote nothing`);
          const { code } = await shortenNames(main.text);
          return { main: Buffer.from(code), ...filesOf(built.metafile, project) };
        }),
      );
    } catch (error) {
      if (!isBuildFailure(error)) throw error;
      const messages = await formatMessages(error.errors, { kind: 'error', color: false });
      throw new BundleError(
        messages.join('').trim(),
        error.errors.flatMap(({ location }) => location?.file ?? []),
      );
    }
  }

  /** The one that was used longest ago makes place. */
  async function contextOf(project: string, external: readonly string[]) {
    const found = contexts.get(project) ?? (await context(optionsOf(workspace, [project], external)));
    contexts.delete(project);
    contexts.set(project, found);
    for (const [oldest, { dispose }] of contexts) {
      if (contexts.size <= MOST_CONTEXTS) break;
      contexts.delete(oldest);
      await dispose();
    }
    return found;
  }

  /** Forgets what it has read. */
  async function forget(): Promise<void> {
    const kept = [...contexts.values()];
    contexts.clear();
    await Promise.all(kept.map(({ dispose }) => dispose()));
  }

  return { bundle, forget };
}

/** Ends the process of esbuild, which all bundlers share and which otherwise waits for the next bundle. */
export const stopBundling = stop;

const outputOf = (project: string) => `dist/${project}/main.js`;

/** How apps with the same `external` packages are bundled in one run. */
export function optionsOf(workspace: string, projects: readonly string[], external: readonly string[]) {
  return {
    ...bundleOptions,
    absWorkingDir: workspace,
    entryPoints: Object.fromEntries(
      projects.map((project) => [`${project}/main`, `${project}/src/main.ts`] as const),
    ),
    outdir: 'dist',
    tsconfig: `${workspace}/tsconfig.base.json`,
    external: [...external],
    ...LONG_NAMES,
    ...({ bundle: true, platform: 'node', target: 'node24', format: 'cjs' } as const),
    ...({ write: false, metafile: true, logLevel: 'silent' } as const),
  };
}

/** What a metafile of esbuild says of one app's bundle; of a bundle on disk it is `meta.json`. */
export function filesOf({ inputs, outputs }: MetafileParts, project: string) {
  const read = new Set<string>();
  const follow = [`${project}/src/main.ts`];
  for (let file = follow.pop(); file !== undefined; file = follow.pop()) {
    const input = inputs[file];
    if (input === undefined || read.has(file)) continue;
    read.add(file);
    follow.push(...input.imports.map(({ path }) => path));
  }
  return { inputs: [...read], used: usedFiles(outputs[outputOf(project)] ?? { inputs: {} }) };
}

/** What is read of a metafile. */
type MetafileParts = {
  inputs: Readonly<Record<string, { imports: readonly { path: string }[] }>>;
  outputs: Readonly<Record<string, Pick<Metafile['outputs'][string], 'inputs'>>>;
};

function usedFiles({ inputs }: MetafileParts['outputs'][string]): string[] {
  return Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : []));
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}

/** The files of this workspace whose code a program runs, itself among them, from the workspace's root. */
export async function sourcesOf(workspace: string, program: string): Promise<string[]> {
  const { metafile } = await build({
    ...{ absWorkingDir: workspace, entryPoints: [program], conditions: ['@hanok/source'] },
    ...{ bundle: true, platform: 'node', format: 'esm', plugins: [packagesStayOutside] },
    ...{ write: false, metafile: true, logLevel: 'silent' },
  });
  return Object.values(metafile.outputs).flatMap(usedFiles);
}

const packagesStayOutside: Plugin = {
  name: 'packages-stay-outside',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@hanok/') ? undefined : { path, external: true },
    ),
};
