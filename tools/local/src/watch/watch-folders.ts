import { type FSWatcher, readdirSync, type Dirent, statSync, watch } from 'node:fs';
import { join, sep } from 'node:path';

/** Files that changed, were added or removed, by their paths, once nothing has changed for a moment. */
type OnBatch = (files: ReadonlySet<string>, since: number) => void;

/** Watches one folder, without those below it. Throws an error of the system with its `code`. */
export type WatchFolder = (
  folder: string,
  onChange: (event: string, name: string | null) => void,
) => Pick<FSWatcher, 'on' | 'close'>;

/** An editor's save or a checkout is over when nothing has changed for so long, in milliseconds. */
const SETTLE_MS = 60;
/** Folders of no sources. */
const SKIPPED = new Set(['node_modules', 'dist']);

/**
 * Watches folders and all below them, with one watch of the system per folder and none for `node_modules`, `dist` and
 * what begins with a dot. `since` is `performance.now()` of a batch's first change. `onTrouble` is told once of a folder
 * that cannot be watched.
 */
export function watchFolders(
  roots: readonly { folder: string; deep: boolean }[],
  onBatch: OnBatch,
  onTrouble: (folder: string, reason: string) => void,
  watchFolder: WatchFolder = (folder, onChange) => watch(folder, { persistent: false }, onChange),
): { close(): void } {
  const watchers = new Map<string, ReturnType<WatchFolder>>();
  const changed = new Set<string>();
  let since = 0;
  let troubled = false;
  let timer: NodeJS.Timeout | undefined;

  function note(path: string): void {
    if (changed.size === 0) since = performance.now();
    changed.add(path);
    clearTimeout(timer);
    timer = setTimeout(settle, SETTLE_MS);
  }

  function settle(): void {
    const batch = new Set(changed);
    changed.clear();
    onBatch(batch, since);
  }

  /** With `isNew`, its files count as changed: they may have been there before it was watched. */
  function add(folder: string, deep: boolean, isNew: boolean): void {
    if (!watchers.has(folder)) open(folder, deep);
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (deep && !isSkipped(entry.name)) add(path, deep, isNew);
      } else if (isNew) note(path);
    }
  }

  function open(folder: string, deep: boolean): void {
    try {
      const watcher = watchFolder(folder, (_, name) => {
        if (name === null || isSkipped(name)) return;
        const path = join(folder, name);
        if (deep && isFolder(path)) add(path, deep, true);
        else {
          forget(path);
          note(path);
        }
      });
      watcher.on('error', () => forget(folder));
      watchers.set(folder, watcher);
    } catch (error) {
      if (!troubled) onTrouble(folder, reasonOf(error));
      troubled = true;
    }
  }

  /** A folder that is gone, and those below it. */
  function forget(folder: string): void {
    for (const [path, watcher] of watchers) {
      if (path !== folder && !path.startsWith(folder + sep)) continue;
      watcher.close();
      watchers.delete(path);
    }
  }

  for (const { folder, deep } of roots) add(folder, deep, false);
  return {
    close: () => {
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
      watchers.clear();
    },
  };
}

/** What the limits of Linux for watches are called, by the code of the error. https://man7.org/linux/man-pages/man7/inotify.7.html */
const LIMITS: Readonly<Record<string, string>> = {
  ENOSPC: 'fs.inotify.max_user_watches',
  EMFILE: 'fs.inotify.max_user_instances',
};

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const limit = LIMITS[code];
  return limit === undefined
    ? String(error)
    : `a limit of the system is reached: raise it with sysctl ${limit}`;
}

function isSkipped(name: string): boolean {
  return SKIPPED.has(name) || name.startsWith('.');
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return []; // It is gone again.
  }
}
