import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const SOURCES = ['apps', 'libs', 'tools'];
const SETTINGS = [
  ...['package.json', 'package-lock.json', 'nx.json', 'tsconfig.base.json', '.nvmrc'],
  'node_modules/.package-lock.json',
];
const OUTPUTS = ['dist/apps', 'dist/cdk.out', 'dist/tools/console', 'dist/tools/local/start'];
/** No target that builds has them among its inputs. */
const UNREAD = /\.(spec|fixture)\.ts$|\.md$/;
const UNSEARCHED = new Set(['node_modules', 'dist']);
const STAMP_FILE = 'node_modules/.cache/hanok/built';

/** Knows whether there is something to build, from names, sizes and times of files: Nx takes a second to say so. */
export type BuildStamp = {
  /** Whether no source and no output is another one than after the last build that was `keep`ed; looked at once. */
  isBuilt(): boolean;
  /** Notes that all is built, unless a source changed since this stamp was made: it may have come too late for the build. */
  keep(): void;
};

/** Of a workspace as it stands now. */
export function buildStamp(workspace: string): BuildStamp {
  const file = join(workspace, STAMP_FILE);
  const sources = () => stampOf(workspace, [...SETTINGS, ...filesBelow(workspace, SOURCES)]);
  const outputs = () => stampOf(workspace, filesBelow(workspace, OUTPUTS));
  const before = sources();
  let built: boolean | undefined;
  return {
    isBuilt: () => (built ??= kept(file) === `${before} ${outputs()}`),
    keep: () => {
      if (sources() !== before) return;
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${before} ${outputs()}`);
    },
  };
}

function kept(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // Nothing was built yet.
  }
}

function stampOf(workspace: string, files: readonly string[]): string {
  const hash = createHash('sha256').update(process.version);
  for (const path of files.filter((each) => !UNREAD.test(each)).sort()) {
    const stat = statSync(join(workspace, path), { bigint: true, throwIfNoEntry: false });
    if (stat?.isFile() === true)
      hash.update(`${path}\n${stat.size} ${stat.mtimeNs} ${stat.ctimeNs} ${stat.ino}\n`);
  }
  return hash.digest('hex');
}

/** The paths of all files in folders, from the workspace: a fifth of the time of a glob, and this is part of every start. */
function filesBelow(workspace: string, folders: readonly string[]): string[] {
  return folders.filter((folder) => existsSync(join(workspace, folder))).flatMap((folder) => walk(folder));

  function walk(folder: string): string[] {
    return readdirSync(join(workspace, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (!entry.isDirectory()) return [path];
      return UNSEARCHED.has(entry.name) ? [] : walk(path);
    });
  }
}
