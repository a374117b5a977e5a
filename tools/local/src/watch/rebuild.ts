import { type App, affectedApps } from './apps.ts';
import { buildZip } from './build-zip.ts';
import { checkTypes, type TypeProblem } from './check-types.ts';
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
  apps: App[];
  /** The functions of each app, by the app's name. */
  functions: ReadonlyMap<string, readonly string[]>;
  running: RunningFunctions;
  /** The compiler has seen the sources. */
  warm: Promise<void>;
  onEvent(event: WatchEvent): void;
  signal: AbortSignal;
};

type Built = { app: App; bytes: Uint8Array } | { app: App; failure: string };

/** Apps that are bundled at a time: esbuild itself uses every processor. */
const AT_A_TIME = 2;

/** Builds what changes make stale and hands it to the functions, one set of changes after the other. */
export function createRebuild({ workspace, apps, functions, running, warm, onEvent, signal }: Rebuilding) {
  /** Those whose last build failed: a change of any file may be what they wait for. */
  const broken = new Set<App>();

  /** `since`: `performance.now()` of the first change. Files from the workspace's root. */
  return async function rebuild(changed: ReadonlySet<string>, since: number): Promise<void> {
    const stale = new Set([...affectedApps(apps, changed), ...broken]);
    const affected = byUse([...stale].filter(({ name }) => functions.has(name)));
    // A file that an app reads and does not use changes nothing, as a rule: those apps come last.
    const uses = (app: App) => broken.has(app) || [...changed].some((file) => app.used.has(file));
    const files = [...changed].filter((file) => file.endsWith('.ts'));
    const [first, last] = [affected.filter(uses), affected.filter((app) => !uses(app))];
    await buildAll(first, files, since);
    if (last.length > 0) await buildAll(last, [], since);
  };

  async function buildAll(stale: readonly App[], files: readonly string[], since: number): Promise<void> {
    // Both begin at once; for a single app the check of its types is the longer one.
    const names = stale.map(({ name }) => name);
    const types = warm.then(() => checkTypes(workspace, names, files, signal));
    const built: Built[] = [];
    const queue = [...stale];
    const worker = async () => {
      for (let app = queue.shift(); app !== undefined && !signal.aborted; app = queue.shift())
        built.push(await buildOne(app));
    };
    const [problems] = await Promise.all([types, ...Array.from({ length: AT_A_TIME }, worker)]);
    if (!signal.aborted) await finish(built, problems, since);
  }

  async function buildOne(app: App): Promise<Built> {
    try {
      const { bytes, inputs, used } = await buildZip(workspace, app);
      [app.inputs, app.used] = [inputs, used];
      return { app, bytes };
    } catch (error) {
      return { app, failure: error instanceof Error ? error.message : String(error) };
    }
  }

  async function finish(
    built: readonly Built[],
    problems: readonly TypeProblem[],
    since: number,
  ): Promise<void> {
    const failures = new Set<string>();
    const [failed, replaced]: [string[], string[]] = [[], []];
    for (const each of built) {
      const own = functions.get(each.app.name) ?? [];
      const wrong = 'failure' in each ? [each.failure] : problemsOf(each.app, built, problems);
      broken[wrong.length > 0 ? 'add' : 'delete'](each.app);
      for (const text of wrong) failures.add(text);
      if (wrong.length > 0) failed.push(...own);
      else if ('bytes' in each)
        for (const name of own) if (await running.replaceCode(name, each.bytes)) replaced.push(name);
    }
    for (const { text } of problems) failures.add(text);
    if (failures.size > 0)
      onEvent({ kind: 'failed', functions: failed.toSorted(), text: [...failures].join('\n') });
    const ms = performance.now() - since;
    if (replaced.length > 0) onEvent({ kind: 'replaced', functions: replaced.toSorted(), ms });
  }

  /** Those that are used come first. */
  function byUse(some: readonly App[]): App[] {
    const counts = new Map(running.list().map(({ name, invocations }) => [name, invocations]));
    const use = ({ name }: App) =>
      (functions.get(name) ?? []).reduce((sum, each) => sum + (counts.get(each) ?? 0), 0);
    return some.toSorted((one, other) => use(other) - use(one));
  }
}

/** The errors of types in an app's own files; those in files of no bundle, such as of types alone, count for every app. */
function problemsOf(app: App, built: readonly Built[], problems: readonly TypeProblem[]): string[] {
  return problems
    .filter(({ file }) => app.inputs.has(file) || !built.some((other) => other.app.inputs.has(file)))
    .map(({ text }) => text);
}
