import { type App, affectedApps } from './apps.ts';
import { type BuiltApp, createAppBuilder } from './build-apps.ts';
import type { WatchEvent } from './watch-event.ts';

/** The functions that run, as the watch needs them. */
export type RunningFunctions = {
  /** SHA-256 of their zips in hex. */
  list(): readonly { name: string; sha256: string; invocations: number }[];
  /** Gives a function other code; answers false when it is the same. */
  replaceCode(name: string, zip: Uint8Array): Promise<boolean>;
};

type Rebuilding = {
  workspace: string;
  apps: readonly App[];
  /** The functions of each app, by the app's name. */
  functions: ReadonlyMap<string, readonly string[]>;
  running: RunningFunctions;
  onEvent(event: WatchEvent): void;
  /** Whether other changes wait. */
  isHurried(): boolean;
  signal: AbortSignal;
};

/** What came of one set of changes. */
type Outcome = {
  failures: Set<string>;
  failed: string[];
  mended: string[];
  replaced: string[];
  firstMs: number;
};

/** Apps that are bundled together, which is a quarter of the work of one after the other; the first one is not kept waiting. */
const GROUPS = [1, 4, 12];

/** Builds what changes make stale and hands it to the functions, one set of changes after the other. */
export function createRebuild(options: Rebuilding) {
  const { workspace, apps, functions, running, onEvent, isHurried, signal } = options;
  const builder = createAppBuilder(workspace);
  /** Those whose last build failed: a change of any file may be what they wait for. */
  const broken = new Set<App>();
  /** Those that were not built because of the next changes. */
  const left = new Set<App>();

  /** `since`: `performance.now()` of the first change. Files from the workspace's root. */
  async function rebuild(changed: ReadonlySet<string>, since: number): Promise<void> {
    const outcome: Outcome = { failures: new Set(), failed: [], mended: [], replaced: [], firstMs: 0 };
    const queue = inOrder(changed);
    for (const app of queue) left.add(app);
    for (let group = 0; queue.length > 0 && !signal.aborted; group += 1) {
      if (group > 0 && isHurried()) break;
      const built = await builder.buildApps(queue.splice(0, GROUPS[group] ?? GROUPS.at(-1)));
      for (const each of built) await deliver(each, outcome, since);
    }
    // What it has read of many apps is too much to keep.
    if (outcome.replaced.length > 1) await builder.forget();
    if (!signal.aborted) tell(outcome, since);
  }

  /** Those that use a changed file come before those that read it alone, and those that run often before others. */
  function inOrder(changed: ReadonlySet<string>): App[] {
    const stale = new Set([...affectedApps(apps, changed), ...broken, ...left]);
    const counts = new Map(running.list().map(({ name, invocations }) => [name, invocations]));
    const uses = (app: App) => Number(broken.has(app) || [...changed].some((file) => app.used.has(file)));
    const runs = ({ name }: App) =>
      (functions.get(name) ?? []).reduce((sum, each) => sum + (counts.get(each) ?? 0), 0);
    return [...stale]
      .filter(({ name }) => functions.has(name))
      .toSorted((one, other) => uses(other) - uses(one) || runs(other) - runs(one));
  }

  async function deliver(built: BuiltApp, outcome: Outcome, since: number): Promise<void> {
    const { app } = built;
    const own = functions.get(app.name) ?? [];
    left.delete(app);
    if ('failure' in built) {
      broken.add(app);
      outcome.failures.add(built.failure);
      outcome.failed.push(...own);
    } else {
      const replaced: string[] = [];
      if (built.zip !== undefined)
        for (const name of own) if (await running.replaceCode(name, built.zip)) replaced.push(name);
      if (broken.delete(app) && replaced.length === 0) outcome.mended.push(...own);
      if (outcome.replaced.length === 0) outcome.firstMs = performance.now() - since;
      outcome.replaced.push(...replaced);
    }
  }

  function tell({ failures, failed, mended, replaced, firstMs }: Outcome, since: number): void {
    if (failures.size > 0)
      onEvent({ kind: 'failed', functions: failed.toSorted(), text: [...failures].join('\n') });
    if (mended.length > 0) onEvent({ kind: 'mended', functions: mended.toSorted() });
    const ms = performance.now() - since;
    if (replaced.length > 0) onEvent({ kind: 'replaced', functions: replaced.toSorted(), firstMs, ms });
  }

  return rebuild;
}
