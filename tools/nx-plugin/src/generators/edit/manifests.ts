import { readJson, type Tree } from '@nx/devkit';
import { writeFormatted } from './render.ts';

type Manifest = { name: string; version: string; dependencies?: Record<string, string> };

/** What npm writes of a workspace's package.json into package-lock.json, in its order. */
const LOCKED = [
  ...['name', 'version', 'license', 'dependencies', 'devDependencies', 'engines'],
  ...['peerDependencies', 'peerDependenciesMeta', 'optionalDependencies'],
] as const;

/** Adds what a project imports to its package.json, and does the same to package-lock.json. */
export async function addDependencies(tree: Tree, root: string, names: readonly string[]): Promise<void> {
  const path = `${root}/package.json`;
  const { dependencies = {}, ...manifest } = readJson<Manifest>(tree, path);
  const missing = names.filter((name) => !(name in dependencies) && name !== manifest.name);
  if (missing.length > 0) {
    const added = Object.fromEntries(missing.map((name) => [name, rangeOf(tree, root, name)]));
    const sorted = sortedByName({ ...dependencies, ...added });
    await writeFormatted(tree, path, JSON.stringify(withDependencies(manifest, sorted), undefined, 2));
  }
  lockWorkspace(tree, root);
}

/** Tools stay in the workspace and pin; libraries take what is compatible. */
function rangeOf(tree: Tree, root: string, name: string): string {
  const library = name.replace('@hanok/', 'libs/');
  if (library === name)
    return readJson<Manifest>(tree, 'libs/events/package.json').dependencies?.[name] ?? '*';
  const { version } = readJson<Manifest>(tree, `${library}/package.json`);
  return root.startsWith('tools/') ? version : `^${version}`;
}

/** Dependencies stand before peers, development dependencies and Nx's own. */
function withDependencies(manifest: object, dependencies: Record<string, string>): object {
  const entries = Object.entries(manifest);
  const next = entries.findIndex(([key]) => ['peerDependencies', 'devDependencies', 'nx'].includes(key));
  const at = next === -1 ? entries.length : next;
  return Object.fromEntries([...entries.slice(0, at), ['dependencies', dependencies], ...entries.slice(at)]);
}

type Lock = { packages: Record<string, Record<string, unknown>> };

/** Brings package-lock.json to what `npm install` would write for the workspace at `root`. */
export function lockWorkspace(tree: Tree, root: string): void {
  const manifest = readJson<Record<string, unknown> & { name: string }>(tree, `${root}/package.json`);
  const lock = readJson<Lock>(tree, 'package-lock.json');
  const entry = Object.fromEntries(
    LOCKED.flatMap((key) => (key in manifest ? [[key, locked(manifest[key])]] : [])),
  );
  const link = { resolved: root, link: true };
  const packages = { ...lock.packages, [root]: entry, [`node_modules/${manifest.name}`]: link };
  const [first, ...others] = Object.entries(packages);
  const sorted = [...(first ? [first] : []), ...others.toSorted(([a], [b]) => compare(a, b))];
  const text = `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, undefined, 2)}\n`;
  if (tree.read('package-lock.json', 'utf8') !== text) tree.write('package-lock.json', text);
}

function locked(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? sortedByName(value) : value;
}

function sortedByName<Value>(record: Readonly<Record<string, Value>> | object): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => compare(a, b)));
}

/** As npm sorts: by the rules of English. */
function compare(a: string, b: string): number {
  return a.localeCompare(b, 'en');
}
