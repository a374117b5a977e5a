import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { buildAssembly, openWatch, startStack, type WatchEvent, workspaceRoot } from '@hanok/local';
import * as z from 'zod';
import type { Benchmark } from '../harness/benchmark.ts';
import { median } from '../harness/median.ts';

const outputs = z.looseObject({ Hello: z.looseObject({ HelloApiUrl: z.string() }) });

/** A file that all handlers use. */
const LIBRARY = 'libs/lambda/src/observation/logger.ts';
const APP = 'apps/hello-world/src/main.ts';
const LOOK_MS = 5;
const OTHERS_MS = 60_000;

/** How long it takes from a change of a source to an answer of the new code, while a stack runs. */
export const newCode: Benchmark = {
  name: 'new-code',
  title: 'from the save of a source to the answer of the new code',
  bounds: [
    { figure: 'a change of an app (ms)', atMost: 2_000 },
    { figure: 'a change of a library, the first function (ms)', atMost: 2_000 },
  ],
  run: async ({ scaled, say }) => {
    await buildAssembly();
    await using parts = new AsyncDisposableStack();
    const copy = copyWorkspace(workspaceRoot);
    parts.defer(copy.remove);
    const assembly = join(copy.folder, 'dist/cdk.out');
    const stack = await startStack({ assembly, port: 0, onNotice: () => undefined });
    parts.defer(stack.stop);
    const { HelloApiUrl } = outputs.parse(stack.outputs).Hello;
    const events: WatchEvent[] = [];
    const watch = openWatch(copy.folder, assembly);
    parts.defer(watch.close);
    const { functions } = stack;
    watch.begin(
      {
        list: () =>
          functions.list().map(({ config: { name }, code: { sha256 } }) => ({
            ...{ name, sha256 },
            invocations: functions.invocations(name),
          })),
        replaceCode: async (name, zip) => (await functions.replaceCode(name, zip)).changed,
      },
      (event) => events.push(event),
    );

    /** Milliseconds until an answer holds the text. */
    const answered = async (text: string, begun = performance.now()) => {
      while (!(await (await fetch(`${HelloApiUrl}hello`)).text()).includes(text)) await pause(LOOK_MS);
      return performance.now() - begun;
    };
    const told = async () => {
      for (const begun = performance.now(); performance.now() - begun < OTHERS_MS; await pause(LOOK_MS)) {
        const found = events.find((event) => event.kind === 'replaced');
        if (found?.kind === 'replaced') return found;
      }
      throw new Error(`The watch says ${JSON.stringify(events)}`);
    };

    const source = readFileSync(join(copy.folder, APP), 'utf8').replace(
      'export const handler',
      'const inner',
    );
    const [apps, first, last]: [number[], number[], number[]] = [[], [], []];
    let changes = 0;
    let replaced = 0;
    for (let round = 0; round < Math.max(2, scaled(5)); round += 1) {
      events.length = 0;
      const ofApp = `app ${(changes += 1)};`;
      writeFileSync(join(copy.folder, APP), source + answering(ofApp));
      apps.push(await answered(ofApp));
      await told();
      events.length = 0;
      const ofLibrary = `library ${(changes += 1)};`;
      appendFileSync(join(copy.folder, LIBRARY), `\nObject.assign(globalThis, { saved: '${ofLibrary}' });\n`);
      first.push(await answered(ofLibrary));
      const { functions: all, ms } = await told();
      last.push(ms);
      replaced = all.length;
      say(`app ${apps.at(-1)?.toFixed()} ms, library ${first.at(-1)?.toFixed()} ms to ${ms.toFixed()} ms`);
    }
    return {
      races: [],
      figures: {
        'a change of an app (ms)': median(apps),
        'a change of a library, the first function (ms)': median(first),
        'a change of a library, all functions (ms)': median(last),
      },
      counts: { rounds: apps.length, functionsOfLibrary: replaced },
    };
  },
};

/** A handler that tells its text, and what the library has saved last. */
const answering = (text: string) => `
export const handler = async () => {
  const { saved } = globalThis as { saved?: string };
  return { statusCode: 200, body: [typeof inner, '${text}', saved].join(' ') };
};
`;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const OWN = '@hanok';
const FILES = ['package.json', 'tsconfig.base.json', 'dist/apps', 'dist/cdk.out', 'apps', 'libs', 'tools'];

/** A copy of the sources and of what was built, whose files may be changed; packages of others are links. */
function copyWorkspace(workspace: string): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'hanok-bench-'));
  const filter = (path: string) => basename(path) !== 'node_modules';
  for (const name of FILES) cpSync(join(workspace, name), join(folder, name), { recursive: true, filter });
  const packages = join(folder, 'node_modules');
  mkdirSync(join(packages, OWN), { recursive: true });
  for (const name of readdirSync(join(workspace, 'node_modules')))
    if (name !== OWN && name !== '.cache')
      symlinkSync(join(workspace, 'node_modules', name), join(packages, name));
  // Links of the workspace's own packages are relative, and so lead into the copy.
  cpSync(join(workspace, 'node_modules', OWN), join(packages, OWN), {
    recursive: true,
    verbatimSymlinks: true,
  });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
