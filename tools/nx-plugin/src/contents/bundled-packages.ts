import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type InstalledPackage, readPackage } from '../native/installed-package.ts';

/** What esbuild says of one bundle: the bytes of each file in it, by path from the workspace's root. */
type BundledFiles = Readonly<Record<string, { bytesInOutput: number }>>;

/** A package of which code is in a bundle. */
type BundledPackage = InstalledPackage & { bytes: number };

/** The packages of which code is in a bundle, in order of their names. */
export function bundledPackages(workspace: string, files: BundledFiles): BundledPackage[] {
  const bytes = new Map<string, number>();
  for (const [file, { bytesInOutput }] of Object.entries(files)) {
    const location = packageFolder(file);
    if (location !== undefined && bytesInOutput > 0)
      bytes.set(location, (bytes.get(location) ?? 0) + bytesInOutput);
  }
  return [...bytes]
    .map(([location, sum]) => ({
      ...readPackage(workspace, location, readdirSync(join(workspace, location)).toSorted()),
      bytes: sum,
    }))
    .toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

const keyOf = ({ name, version, location }: InstalledPackage) => `${name} ${version} ${location}`;

/** The folder of the package that a file belongs to: below the last `node_modules`, with that of a scope. */
export function packageFolder(file: string): string | undefined {
  return PACKAGE.exec(file)?.[0];
}

const PACKAGE = /^.*node_modules\/(@[^/]+\/)?[^/]+/;

/** A zip would hold a package twice. */
class SeveralVersionsError extends Error {
  override readonly name = 'SeveralVersionsError';
}

/**
 * Throws `SeveralVersionsError` naming the folders, when a bundle has a package from two folders, even in one version, or
 * when the packages with native code beside it have another version than the bundle.
 */
export function checkVersions(
  bundled: readonly InstalledPackage[],
  native: readonly InstalledPackage[] = [],
): void {
  const named = Map.groupBy([...bundled, ...native], ({ name }) => name);
  for (const [name, copies] of named) {
    const versions = new Set(copies.map(({ version }) => version));
    if (versions.size < 2 && copies.filter((each) => bundled.includes(each)).length < 2) continue;
    const places = copies.map(({ version, location }) => `${version} (${location})`).join(' and ');
    throw new SeveralVersionsError(
      `${name} is in the bundle as ${places}. Name one version in every package.json, then run npm install; ` +
        `if they do name one, the installed packages are old: run npm ci.`,
    );
  }
}
