import type { Stack } from '../stack/start-stack.ts';
import type { Watch } from '../watch/open-watch.ts';
import type { WatchEvent } from '../watch/watch-event.ts';
import { lines, paint, print, printError, text } from './terminal.ts';

/** Hands what the watch builds to the functions of a stack, and prints a line of each change. */
export function beginWatch(watch: Watch, { functions }: Pick<Stack, 'functions'>): void {
  const running = {
    list: () =>
      functions.list().map(({ config: { name }, code: { sha256 } }) => ({
        ...{ name, sha256 },
        invocations: functions.metrics(name)?.Invocations ?? 0,
      })),
    replaceCode: async (name: string, zip: Uint8Array) => (await functions.replaceCode(name, zip)).changed,
  };
  watch.begin(running, printEvent);
}

function printEvent(event: WatchEvent): void {
  switch (event.kind) {
    case 'replaced':
      return print(
        text`${paint('green', event.functions.join(', '))}: new code after ${(event.ms / 1000).toFixed(1)} s`,
      );
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

function subject(functions: readonly string[]): string {
  return functions.length === 0
    ? 'The sources do not build'
    : `${functions.join(', ')} ${functions.length === 1 ? 'keeps its' : 'keep their'} old code`;
}
