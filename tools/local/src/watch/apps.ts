import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as loopTurn } from 'node:timers/promises';
import * as z from 'zod';
import { filesOf } from '@hanok/nx-plugin/bundle-app';

/** An app of the workspace that was built. */
export type App = {
  /** Name of its folder in `apps`. */
  name: string;
  /** Packages with native code that stay outside of its bundle. */
  native: readonly string[];
  /** The zip for this processor, from the workspace's root. */
  zip: string;
  /** SHA-256 of that zip in hex, as it was built. */
  sha256: string;
  /** That of `main.js` as it was built last. */
  mainSha256: string;
  /** The files that its bundle was made of, from the workspace's root. */
  inputs: ReadonlySet<string>;
  /** Those of which code is in the bundle. */
  used: ReadonlySet<string>;
};

const project = z.looseObject({
  metadata: z.looseObject({ native: z.array(z.string()).default([]) }).optional(),
});
const metafile = z.object({
  inputs: z.record(z.string(), z.object({ imports: z.array(z.object({ path: z.string() })) })),
  outputs: z.record(
    z.string(),
    z.object({ inputs: z.record(z.string(), z.object({ bytesInOutput: z.number() })) }),
  ),
});

/** Every app with a bundle and a zip in `dist`. All of it takes a quarter of a second, so that others get a turn after each. */
export async function readApps(workspace: string): Promise<App[]> {
  const apps: App[] = [];
  for (const name of readdirSync(join(workspace, 'apps'))) {
    apps.push(...readApp(workspace, name));
    await loopTurn();
  }
  return apps;
}

function readApp(workspace: string, name: string): App[] {
  const dist = `dist/apps/${name}`;
  const [meta, about] = [join(workspace, dist, 'meta.json'), join(workspace, 'apps', name, 'project.json')];
  if (!existsSync(meta) || !existsSync(about)) return [];
  const native = project.parse(JSON.parse(readFileSync(about, 'utf8'))).metadata?.native ?? [];
  const cpu = native.length > 0 && process.arch !== 'arm64' ? `-${process.arch}` : '';
  const zip = `${dist}/${name}${cpu}.zip`;
  if (!existsSync(join(workspace, zip))) return [];
  const { inputs, used } = filesOf(metafile.parse(JSON.parse(readFileSync(meta, 'utf8'))), `apps/${name}`);
  const [sha256, mainSha256] = [hashOf(join(workspace, zip)), hashOf(join(workspace, dist, 'main.js'))];
  return [{ name, native, zip, sha256, mainSha256, inputs: new Set(inputs), used: new Set(used) }];
}

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** The functions of each app: those that run its zip, and of apps with the same zip, the one with the function's name. */
export function functionsByApp(
  apps: readonly App[],
  functions: readonly { name: string; sha256: string }[],
): Map<string, string[]> {
  const byApp = new Map<string, string[]>();
  for (const { name, sha256 } of functions) {
    const same = apps.filter((app) => app.sha256 === sha256);
    const app = same.find((each) => each.name === name.toLowerCase()) ?? same[0];
    if (app !== undefined) byApp.set(app.name, [...(byApp.get(app.name) ?? []), name]);
  }
  return byApp;
}

/** A change of these files changes what the sources of a whole folder mean. */
const PACKAGE = /^((?:libs|tools)\/[^/]+)\/package\.json$/;

/** The apps whose bundle a change of these files may change; files from the workspace's root. */
export function affectedApps(apps: readonly App[], changed: ReadonlySet<string>): App[] {
  if (changed.has('tsconfig.base.json')) return [...apps];
  const packages = [...changed].flatMap((file) => PACKAGE.exec(file)?.[1] ?? []);
  return apps.filter(({ inputs }) => {
    for (const input of inputs)
      if (changed.has(input) || packages.some((folder) => input.startsWith(`${folder}/`))) return true;
    return false;
  });
}

/** The apps whose types a change of these files may make wrong. A file of types alone is in no bundle. */
export function checkedApps(apps: readonly App[], changed: ReadonlySet<string>): App[] {
  const ofTypes = [...changed].filter(
    (file) => file.endsWith('.ts') && !apps.some(({ inputs }) => inputs.has(file)),
  );
  const projects = ofTypes.flatMap((file) => /^(?:apps|libs)\/[^/]+\//.exec(file)?.[0] ?? []);
  const readers = apps.filter(({ inputs }) =>
    projects.some((project) => [...inputs].some((input) => input.startsWith(project))),
  );
  return [...new Set([...affectedApps(apps, changed), ...readers])];
}
