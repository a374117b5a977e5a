import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { bundleApp } from '@hanok/nx-plugin/bundle-app';
import { packZip } from '@hanok/nx-plugin/pack-zip';
import type { App } from './apps.ts';

/** A zip, and the files of its bundle as `App` has them. */
type BuiltZip = Pick<App, 'inputs' | 'used'> & { bytes: Uint8Array };

/** The zip of an app as it is now, with the very bytes that the build makes. Throws `BundleError`. */
export async function buildZip(
  workspace: string,
  app: Pick<App, 'name' | 'native' | 'zip'>,
): Promise<BuiltZip> {
  const project = { project: `apps/${app.name}`, external: app.native };
  const { main, inputs, used } = await bundleApp(workspace, project);
  const packages = app.native.length === 0 ? {} : await lastFiles(workspace, app);
  const bytes = await packZip({ ...packages, 'main.js': main });
  return { bytes, inputs: new Set(inputs), used: new Set(used) };
}

/** Those of the zip that was built last, native packages among them, which change with the lock file alone. */
async function lastFiles(workspace: string, { zip }: Pick<App, 'zip'>) {
  return unzipSync(await readFile(join(workspace, zip)));
}
