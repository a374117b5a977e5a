import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { WatchEvent } from '../watch/watch-event.ts';
import { beginWatch } from './begin-watch.ts';

const functions = {
  list: () => [],
  invocations: () => 0,
  replaceCode: async () => ({ changed: false }),
};
const said: string[] = [];
const { error } = console;
beforeEach(() => {
  said.length = 0;
  console.error = (text: string) => void said.push(text);
});
afterEach(() => void (console.error = error));

function tell(event: WatchEvent): void {
  beginWatch({ begin: (_, onEvent) => onEvent(event), close: () => Promise.resolve() }, { functions });
}

it('a folder that is not watched is told in one line, with what to do', () => {
  tell({ kind: 'unwatched', text: 'libs/a is not watched: a limit of the system is reached' });
  expect(said).toEqual([
    'libs/a is not watched: a limit of the system is reached. Changes there show after a restart; --no-watch switches the watch off',
  ]);
});

it('an error of the build is told, and below it, in one line, which functions keep their code', () => {
  tell({ kind: 'failed', functions: ['a', 'b'], text: 'main.ts:1:2: Unexpected "="' });
  expect(said).toEqual([
    'main.ts:1:2: Unexpected "="',
    'a, b keep their old code because of the errors above',
  ]);
});
