import type { Stack } from '../stack/start-stack.ts';
import type { Watch } from '../watch/open-watch.ts';
import type { WatchEvent } from '../watch/watch-event.ts';
import { lines, paint, print, printError, text } from './terminal.ts';

type Functions = Pick<Stack['functions'], 'list' | 'invocations'> & {
  replaceCode(name: string, zip: Uint8Array): Promise<{ changed: boolean }>;
};

/** Hands what the watch builds to the functions of a stack, and prints a line of each change. */
export function beginWatch(watch: Watch, { functions }: { functions: Functions }): void {
  const running = {
    list: () =>
      functions.list().map(({ config: { name }, code: { sha256 } }) => ({
        ...{ name, sha256 },
        invocations: functions.invocations(name),
      })),
    replaceCode: async (name: string, zip: Uint8Array) => (await functions.replaceCode(name, zip)).changed,
  };
  watch.begin(running, printEvent);
}

function printEvent(event: WatchEvent): void {
  switch (event.kind) {
    case 'replaced':
      return print(text`${paint('green', namesOf(event.functions))}: new code after ${timeOf(event)}`);
    case 'mended':
      return print(
        text`${paint('green', namesOf(event.functions))}: the errors are gone, the code is the same`,
      );
    case 'types':
      return printTypes(event.problems);
    case 'failed':
      printError(lines(event.text));
      return printError(text`${subject(event.functions)} because of the errors above`);
    case 'restart':
      return print(paint('yellow', `${event.changed} has changed: stop (Ctrl-C) and start again to run it`));
    case 'unwatched':
      return printError(
        `${event.text}. Changes there show after a restart; --no-watch switches the watch off`,
      );
  }
}

/** The most names that a line holds. */
const MOST_NAMES = 6;

function namesOf(functions: readonly string[]): string {
  const more = functions.length - MOST_NAMES;
  return functions.slice(0, MOST_NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function timeOf({ functions, firstMs, ms }: { functions: readonly string[]; firstMs: number; ms: number }) {
  const last = `${Math.round(ms)} ms`;
  return functions.length > 1 ? `${Math.round(firstMs)} to ${last}` : last;
}

/** The first error alone: the functions run. */
function printTypes([first, ...others]: readonly string[]): void {
  if (first === undefined) return print(paint('green', 'The types are right again'));
  const more = others.length > 0 ? `, and ${others.length} more` : '';
  printError(text`Types: ${first.split('\n')[0] ?? ''}${more}. The functions run all the same`);
}

function subject(functions: readonly string[]): string {
  return functions.length === 0
    ? 'The sources do not build'
    : `${namesOf(functions)} ${functions.length === 1 ? 'keeps its' : 'keep their'} old code`;
}
