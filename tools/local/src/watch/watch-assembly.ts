import { setTimeout as delay } from 'node:timers/promises';
import { codeZip } from '../services/lambda/code-package.ts';
import { loadStacks } from '../template/load.ts';
import { physicalName } from '../template/physical-name.ts';
import { readTemplates } from './check-templates.ts';
import type { Watch } from './open-watch.ts';
import type { RunningFunctions } from './rebuild.ts';
import type { WatchEvent } from './watch-event.ts';
import { type WatchFolder, watchFolders } from './watch-folders.ts';

/** A folder that is half written is whole after so long, in milliseconds. */
const WRITTEN_MS = 500;

/** Watches a cloud assembly: when it is synthesized anew, functions run the new code; other changes take a restart. */
export function watchAssembly(assembly: string, watchFolder?: WatchFolder): Watch {
  let templates = readTemplates(assembly);
  let since: number | undefined;
  let look: (() => Promise<void>) | undefined;
  let unwatched: string | undefined;
  let work = Promise.resolve();
  const next = () => {
    if (look !== undefined && since !== undefined) work = work.then(look);
  };
  const watching = watchFolders(
    [{ folder: assembly, deep: false }],
    (_, first) => {
      since ??= first;
      next();
    },
    (folder, reason) => void (unwatched = `${folder} is not watched: ${reason}`),
    watchFolder,
  );

  async function bring(running: RunningFunctions, onEvent: (event: WatchEvent) => void): Promise<void> {
    const first = since ?? performance.now();
    since = undefined;
    const code = functionCode(assembly);
    const now = readTemplates(assembly);
    const names = [...new Set([...templates.keys(), ...now.keys()])].toSorted();
    for (const name of names) {
      if (templates.get(name) !== now.get(name)) onEvent({ kind: 'restart', changed: name });
    }
    templates = now;
    const known = new Set(running.list().map(({ name }) => name));
    const replaced: string[] = [];
    for (const [name, file] of code)
      if (known.has(name) && (await running.replaceCode(name, await codeZip(file)))) replaced.push(name);
    const ms = performance.now() - first;
    if (replaced.length > 0) onEvent({ kind: 'replaced', functions: replaced.toSorted(), firstMs: ms, ms });
  }

  return {
    begin: (running, onEvent) => {
      if (unwatched !== undefined) onEvent({ kind: 'unwatched', text: unwatched });
      look = () =>
        bring(running, onEvent)
          .catch(() => delay(WRITTEN_MS).then(() => bring(running, onEvent)))
          .catch((error) => onEvent({ kind: 'failed', functions: [], text: String(error) }));
      next();
    },
    close: async () => {
      watching.close();
      await work;
    },
  };
}

/** Where the code of each function lies whose name the template says, or leaves to CloudFormation. */
function functionCode(assembly: string): [name: string, file: string][] {
  return loadStacks(assembly)
    .flatMap(({ name: stackName, template, assets }) =>
      Object.entries(template.Resources).flatMap(([logicalId, { Type, Properties }]) => {
        const { Code, FunctionName = physicalName({ stackName, logicalId }) } = Properties;
        const key = Type === 'AWS::Lambda::Function' ? String(Object(Code)['S3Key']) : '';
        const file = assets.get(key.replace(/\.zip$/, ''));
        return typeof FunctionName === 'string' && file !== undefined ? [[FunctionName, file] as const] : [];
      }),
    )
    .map(([name, file]) => [name, file]);
}
