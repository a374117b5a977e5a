import { join, relative, sep } from 'node:path';
import { stopBundling } from '@hanok/nx-plugin/bundle-app';
import { functionsByApp, readApps } from './apps.ts';
import { createLaterChecks } from './check-later.ts';
import { readTemplates } from './check-templates.ts';
import { createRebuild, type RunningFunctions } from './rebuild.ts';
import { createTemplateWatch } from './template-watch.ts';
import { createTypeWatch } from './type-watch.ts';
import { watchFolders } from './watch-folders.ts';
import type { WatchEvent } from './watch-event.ts';

/** A watch of the sources of a workspace. */
export type Watch = {
  /** Brings changes, those since it was opened too, to the functions that run. */
  begin(running: RunningFunctions, onEvent: (event: WatchEvent) => void): void;
  /** Resolves when nothing is built any more. */
  close(): Promise<void>;
};

/** What no bundle and no template is made of. */
const UNREAD = /\.(spec|fixture)\.ts$|\.md$|~$/;
/** Files at the workspace's root that only a new start reads. */
const AT_RESTART = new Set(['package.json', 'package-lock.json', 'nx.json']);

/** Watches the sources of apps, libs and templates from now on. `assembly`: the templates that run. */
export function openWatch(workspace: string, assembly: string): Watch {
  const pending = new Set<string>();
  const closing = new AbortController();
  const { signal } = closing;
  let since: number | undefined;
  let unwatched: string | undefined;
  let handle: ((changed: ReadonlySet<string>, since: number) => Promise<void>) | undefined;
  let work: Promise<void> | undefined;
  let end = async (): Promise<void> => undefined;
  let tell: (event: WatchEvent) => void = () => undefined;

  const watching = watchFolders(
    rootsOf(workspace),
    (files, first) => {
      for (const file of files) pending.add(relative(workspace, file).replaceAll(sep, '/'));
      since ??= first;
      next();
    },
    (folder, reason) => {
      unwatched = `${relative(workspace, folder) || 'The workspace'} is not watched: ${reason}`;
      tell({ kind: 'unwatched', text: unwatched });
    },
  );

  /** Works off what has changed; what changes meanwhile is the next set. */
  function next(): void {
    if (handle === undefined || work !== undefined || pending.size === 0 || signal.aborted) return;
    const changed = new Set([...pending].filter((file) => !UNREAD.test(file)));
    const first = since ?? performance.now();
    pending.clear();
    since = undefined;
    work = (changed.size === 0 ? Promise.resolve() : handle(changed, first).catch(failed)).then(() => {
      work = undefined;
      next();
    });
  }

  const failed = (error: unknown) => tell({ kind: 'failed', functions: [], text: String(error) });

  return {
    begin: (running, onEvent) => {
      tell = onEvent;
      if (unwatched !== undefined) tell({ kind: 'unwatched', text: unwatched });
      const isHurried = () => pending.size > 0;
      const opened = readApps(workspace).then((apps) => {
        const functions = functionsByApp(apps, running.list());
        const rebuild = createRebuild({
          ...{ workspace, apps, functions, running, onEvent, isHurried, signal },
        });
        const types = createTypeWatch(workspace, apps, onEvent);
        const templates = createTemplateWatch(workspace, readTemplates(assembly), onEvent);
        const checks = createLaterChecks(async (changed, checking) => {
          await types(changed, checking);
          await templates(changed, checking);
        }, failed);
        return { rebuild, checks };
      });
      opened.catch(() => undefined); // The first change tells.
      handle = async (changed, first) => {
        const { rebuild, checks } = await opened;
        checks.pause();
        for (const file of changed) if (AT_RESTART.has(file)) onEvent({ kind: 'restart', changed: file });
        await rebuild(changed, first);
        if (!signal.aborted) checks.start(changed);
      };
      end = async () => {
        const read = await opened.catch(() => undefined);
        read?.checks.pause();
        await read?.checks.settled();
        await stopBundling();
      };
      next();
    },
    close: async () => {
      watching.close();
      closing.abort();
      await work;
      await end();
    },
  };
}

/** Where the sources of functions and templates lie. */
function rootsOf(workspace: string): { folder: string; deep: boolean }[] {
  return [
    { folder: workspace, deep: false },
    { folder: join(workspace, 'apps'), deep: true },
    { folder: join(workspace, 'libs'), deep: true },
    { folder: join(workspace, 'tools/cloud'), deep: true },
  ];
}
