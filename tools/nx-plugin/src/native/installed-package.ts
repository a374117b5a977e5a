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
  /** Files below its folder, without those of packages inside it, in order. */
  files: readonly string[];
  /** The names of the packages that it needs. */
  needs: readonly string[];
};

/** Every package below `folder/node_modules`, in order of its location. */
export function installedPackages(folder: string): InstalledPackage[] {
  const locations = filesBelow(join(folder, 'node_modules'))
    .filter((file) => PACKAGE_ROOT.test(`node_modules/${file}`))
    .map((file) => `node_modules/${file}`.slice(0, -'/package.json'.length));
  return locations.map((location) => {
    const files = filesBelow(join(folder, location)).filter((file) => !/(^|\/)node_modules\//.test(file));
    return readPackage(folder, location, files);
  });
}

const PACKAGE_ROOT = /(^|\/)node_modules\/(@[^/]+\/)?[^/@.][^/]*\/package\.json$/;

/** What the manifest of a package says, with files of it. */
export function readPackage(folder: string, location: string, files: readonly string[]): InstalledPackage {
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
    license: licenceOf(manifest),
    source: text(url || repository).replace(/^git\+/, ''),
    files,
    needs: [manifest['dependencies'], manifest['optionalDependencies']].flatMap((each) =>
      Object.keys(each ?? {}),
    ),
  };
}

/** Old manifests have an object, or a list from which the user may choose. */
function licenceOf({ license, licenses }: Record<string, unknown>): string {
  const named = [license, ...(Array.isArray(licenses) ? licenses : [])].flatMap((each: unknown) => {
    if (typeof each === 'string') return each;
    const isNamed = typeof each === 'object' && each !== null && 'type' in each;
    return isNamed && typeof each.type === 'string' ? each.type : [];
  });
  return named.join(' OR ');
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
