import { type LockEntry, type LockFile, packageName } from './lock-file.ts';

/**
 * The entries of packages and of all that they depend on, of every platform, by location. Throws naming a package
 * that is not locked.
 */
export function lockClosure({ packages }: LockFile, names: readonly string[]): Record<string, LockEntry> {
  const closure = new Map<string, LockEntry>();
  const add = (name: string, from: string, needed: boolean) => {
    const location = resolveFrom(packages, name, from);
    const entry = location === undefined ? undefined : packages[location];
    if (location === undefined || entry === undefined) {
      if (!needed) return;
      throw new Error(`package ${name} is not in the lock file`);
    }
    if (closure.has(location)) return;
    closure.set(location, entry);
    for (const each of Object.keys(entry.optionalDependencies ?? {})) add(each, location, false);
    for (const each of Object.keys(entry.dependencies ?? {})) add(each, location, true);
  };
  for (const name of names) add(name, '', true);
  return Object.fromEntries([...closure].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/** A folder with these packages at its root, as npm reads it from `package.json` and `package-lock.json`. */
export function stagingManifests(lock: LockFile, names: readonly string[]) {
  const closure = lockClosure(lock, names);
  const dependencies = Object.fromEntries(
    names.map((name) => [name, closure[`node_modules/${name}`]?.version ?? '*']),
  );
  const root = { name: 'staging', version: '0.0.0', private: true, dependencies };
  return {
    manifest: root,
    lock: { ...root, lockfileVersion: lock.lockfileVersion, packages: { '': root, ...closure } },
  };
}

/** Where Node finds a package that is required from `location`: in the nearest `node_modules` above it. */
function resolveFrom(packages: LockFile['packages'], name: string, location: string): string | undefined {
  const here = location === '' ? `node_modules/${name}` : `${location}/node_modules/${name}`;
  if (here in packages) return here;
  if (location === '') return undefined;
  return resolveFrom(packages, name, parentOf(location));
}

function parentOf(location: string): string {
  const end = location.lastIndexOf('/node_modules/');
  return end < 0 ? '' : location.slice(0, end);
}

/** Whether a package is made for one platform alone, and this is it: Linux with glibc, as Lambda has it. */
function isNativeFor({ os, cpu, libc }: LockEntry, wanted: string): boolean {
  const isOfLibc = libc === undefined || libc.includes('glibc');
  return os?.includes('linux') === true && cpu?.includes(wanted) === true && isOfLibc;
}

/** Names of the packages in a closure that hold the native code for a processor. */
export function nativePackages(closure: Readonly<Record<string, LockEntry>>, cpu: string): string[] {
  return Object.entries(closure)
    .filter(([, entry]) => isNativeFor(entry, cpu))
    .map(([location]) => packageName(location));
}
