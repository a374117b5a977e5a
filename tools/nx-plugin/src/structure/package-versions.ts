import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './module.ts';

/** What is read of `package-lock.json`. https://docs.npmjs.com/cli/configuring-npm/package-lock-json */
type LockFile = { packages: Readonly<Record<string, LockEntry>> };
type LockEntry = Partial<Record<Section, Readonly<Record<string, string>>>> & { version?: string };
type Section = 'dependencies' | 'devDependencies' | 'peerDependencies' | 'optionalDependencies';

const LOCK_FILE = 'package-lock.json';
const SECTIONS: readonly Section[] = [
  'dependencies',
  'devDependencies',
  'peerDependencies',
  'optionalDependencies',
];
/**
 * Packages with a copy of their own, of a version that this workspace does not use: the checks of packed libraries read
 * types with a TypeScript of their own, and a contender of the benchmarks has an old zod, old types and an old pako, tools read their settings with an ajv of their own. No function has them.
 */
const OWN_COPIES: readonly RegExp[] = [
  /^node_modules\/.+\/node_modules\/ajv$/,
  /^node_modules\/@arethetypeswrong\/core\/node_modules\/typescript$/,
  /^node_modules\/@jimp\/[\w-]+\/node_modules\/zod$/,
  /^node_modules\/image-q\/node_modules\/@types\/node$/,
  /^node_modules\/utif2\/node_modules\/pako$/,
];

/**
 * Packages that a project of the workspace names and that the lock file has in two versions: a library would run with
 * another version than its specs, and a zip would hold both.
 */
export function severalVersions(root: string): Finding[] {
  const path = join(root, LOCK_FILE);
  if (!existsSync(path)) return [];
  const { packages }: LockFile = JSON.parse(readFileSync(path, 'utf8'));
  const entries = Object.entries(packages);
  const projects = entries.filter(([folder]) => !folder.includes(FOLDER));
  const named = new Set(
    projects.flatMap(([, entry]) => SECTIONS.flatMap((each) => Object.keys(entry[each] ?? {}))),
  );
  const copies = entries.filter(
    ([folder, { version }]) =>
      version !== undefined && named.has(nameOf(folder)) && !OWN_COPIES.some((each) => each.test(folder)),
  );
  return [...Map.groupBy(copies, ([folder]) => nameOf(folder))].flatMap(([name, found]) => {
    const versions = Map.groupBy(found, ([, { version }]) => version);
    if (versions.size < 2) return [];
    const places = [...versions].map(([version, [first]]) => `${version} (${first?.[0]})`);
    return [
      { path: LOCK_FILE, problem: `has ${name} in ${places.join(' and ')}: name one version everywhere` },
    ];
  });
}

const FOLDER = 'node_modules/';

/** The name of a package by its folder; empty for a project of the workspace. */
function nameOf(folder: string): string {
  const at = folder.lastIndexOf(FOLDER);
  return at === -1 ? '' : folder.slice(at + FOLDER.length);
}
