import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { filesOf, optionsOf } from './bundle-app.ts';

/**
 * Bundles apps with the same `external` packages in one run of esbuild, which reads once what they share. It writes for
 * each app what Nx's executor writes for it alone: `main.js`, its source map and `meta.json`. `projects` are their folders from
 * the workspace's root. Rejects as esbuild does, and writes nothing, when one of them does not build.
 */
export async function bundleTogether(
  workspace: string,
  projects: readonly string[],
  external: readonly string[],
): Promise<void> {
  const options = optionsOf(workspace, projects, external);
  const { outputFiles, metafile } = await build({ ...options, sourcemap: 'external' });
  const files = Map.groupBy(outputFiles, ({ path }) => dirname(path));
  for (const project of projects) {
    const folder = join(workspace, 'dist', project);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const { path, contents } of files.get(folder) ?? [])
      writeFileSync(join(folder, basename(path)), contents);
    writeFileSync(join(folder, 'meta.json'), JSON.stringify(metaOf(metafile, project)));
  }
}

/** What the metafile says of one app. */
function metaOf(metafile: Metafile, project: string): Metafile {
  const read = new Set(filesOf(metafile, project).inputs);
  return {
    inputs: Object.fromEntries(Object.entries(metafile.inputs).filter(([file]) => read.has(file))),
    outputs: Object.fromEntries(
      Object.entries(metafile.outputs).filter(([file]) => dirname(file) === `dist/${project}`),
    ),
  };
}
