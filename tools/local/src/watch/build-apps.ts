import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AppBundle, BundleError, createBundler } from '@hanok/nx-plugin/bundle-app';
import { replaceFile } from '@hanok/nx-plugin/replace-file';
import type { App } from './apps.ts';

/** An app as it was built. Without `zip` its code is what it was. */
export type BuiltApp = { app: App; zip?: Uint8Array } | { app: App; failure: string };

/** Builds apps from their sources as they are, with the very bytes that `nx build` makes. */
export function createAppBuilder(workspace: string) {
  const { bundle, forget } = createBundler(workspace);

  /** What cannot be built does not keep the other apps from it. The bundles' files are noted in the apps. */
  async function buildApps(apps: readonly App[]): Promise<BuiltApp[]> {
    const byPackages = Map.groupBy(apps, ({ native }) => native.join(' '));
    const built: BuiltApp[] = [];
    for (const group of byPackages.values()) built.push(...(await buildGroup(group)));
    return built;
  }

  async function buildGroup(apps: readonly App[]): Promise<BuiltApp[]> {
    const [first] = apps;
    if (first === undefined) return [];
    let bundles: AppBundle[];
    try {
      bundles = await bundle(
        apps.map(({ name }) => `apps/${name}`),
        first.native,
      );
    } catch (error) {
      return separate(apps, error);
    }
    return Promise.all(bundles.map((each, index) => packed(apps[index] ?? first, each)));
  }

  /** Builds the others again, without those that read a file with an error. */
  async function separate(apps: readonly App[], error: unknown): Promise<BuiltApp[]> {
    const failure = error instanceof Error ? error.message : String(error);
    if (apps.length === 1 || !(error instanceof BundleError)) return apps.map((app) => ({ app, failure }));
    const failed = apps.filter(({ inputs }) => [...error.files].some((file) => inputs.has(file)));
    const others = apps.filter((app) => !failed.includes(app));
    if (failed.length > 0) return [...failed.map((app) => ({ app, failure })), ...(await buildGroup(others))];
    // Files with errors that no app has read before.
    const half = Math.ceil(apps.length / 2);
    return [...(await buildGroup(apps.slice(0, half))), ...(await buildGroup(apps.slice(half)))];
  }

  async function packed(app: App, { main, inputs, used }: AppBundle): Promise<BuiltApp> {
    [app.inputs, app.used] = [new Set(inputs), new Set(used)];
    const hash = createHash('sha256').update(main).digest('hex');
    if (hash === app.mainSha256) return { app };
    app.mainSha256 = hash;
    // The notices are those of the packages as the zip was built; the packages change with the lock file alone.
    return { app, zip: await replaceFile(await readFile(join(workspace, app.zip)), 'main.js', main) };
  }

  return { buildApps, forget };
}
