import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A package in a `node_modules` folder. */
export type InstalledPackage = {
  /** Its folder, from that which holds `node_modules`, with slashes. */
  location: string;
  name: string;
  version: string;
  /** An SPDX expression. */
  license: string;
  /** Where its sources are. */
  source: string;
  /** Every file below its folder, without those of packages inside it, in order. */
  files: string[];
};

/** Every package below `folder/node_modules`, in order of its location. */
export function installedPackages(folder: string): InstalledPackage[] {
  const locations = filesBelow(join(folder, 'node_modules'))
    .filter((file) => PACKAGE_ROOT.test(`node_modules/${file}`))
    .map((file) => `node_modules/${file}`.slice(0, -'/package.json'.length));
  return locations.map((location) => readPackage(folder, location));
}

const PACKAGE_ROOT = /(^|\/)node_modules\/(@[^/]+\/)?[^/@.][^/]*\/package\.json$/;

function readPackage(folder: string, location: string): InstalledPackage {
  const manifest: Record<string, unknown> = JSON.parse(
    readFileSync(join(folder, location, 'package.json'), 'utf8'),
  );
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const { repository } = manifest;
  const url = typeof repository === 'object' && repository !== null && 'url' in repository && repository.url;
  return {
    location,
    name: text(manifest['name']),
    version: text(manifest['version']),
    license: text(manifest['license']),
    source: text(url || repository).replace(/^git\+/, ''),
    files: filesBelow(join(folder, location)).filter((file) => !/(^|\/)node_modules\//.test(file)),
  };
}

/** Regular files; links and what begins with a dot are npm's own. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((file) => !/(^|\/)\./.test(file))
    .toSorted();
}
