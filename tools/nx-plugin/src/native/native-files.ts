import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkMachine, type Cpu } from './elf-machine.ts';
import { installPackages } from './install-packages.ts';
import { type InstalledPackage, installedPackages } from './installed-package.ts';
import { addedTexts, licenceFiles } from './licence-files.ts';

/** Packages of an archive, and their files by name in the archive. */
export type NativeFiles = { files: Record<string, Uint8Array>; packages: readonly InstalledPackage[] };

/**
 * What an archive needs so that its bundle can require these packages on Lambda's Linux of one processor: their files
 * of run time under `node_modules/`, and their terms. The versions are those of the workspace's lock file.
 */
export function nativeFiles(workspace: string, names: readonly string[], cpu: Cpu): NativeFiles {
  const folder = mkdtempSync(join(tmpdir(), `hanok-${cpu}-`));
  try {
    installPackages({ workspace, folder, names, cpu });
    return packedFiles(folder, cpu);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The files of what is installed in `folder`. Throws `WrongMachineError` for native code of another processor. */
export function packedFiles(folder: string, cpu: Cpu): NativeFiles {
  const packages = installedPackages(folder);
  const names = packages.flatMap((each) => keptFiles(each).map((file) => `${each.location}/${file}`));
  const files = Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name))]));
  for (const [name, bytes] of Object.entries(files)) if (NATIVE.test(name)) checkMachine(name, bytes, cpu);
  return { files: { ...files, ...addedTexts(packages) }, packages };
}

const NATIVE = /\.(node|so(\.\d+)*)$/;
const CODE = /\.(c?js|json)$/;
/** Folders for who builds the package or runs it from a shell. */
const UNUSED = /^(bin|install|src|include)\//;

/** Bundles are CommonJS: of the code, modules and declarations stay out. */
function keptFiles(found: InstalledPackage): string[] {
  const code = found.files.filter((file) => (CODE.test(file) || NATIVE.test(file)) && !UNUSED.test(file));
  return [...code, ...licenceFiles(found)];
}
