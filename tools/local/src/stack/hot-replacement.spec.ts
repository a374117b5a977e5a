import { UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '@hanok/testing';
import { strToU8, zipSync } from 'fflate';
import type { WatchEvent } from '../watch/watch-event.ts';
import { openSources } from '../watch/sources.fixture.ts';
import { type GomokuStack, startGomoku } from './gomoku-stack.fixture.ts';

const FUNCTION = 'game-sqs-process';
let stack: GomokuStack;
beforeAll(async () => void (stack = await startGomoku()));
afterAll(() => stack.stop());

/** Code that takes its time, and logs its name with each message. */
const codeOf = (name: string) =>
  zipSync({
    'main.js': strToU8(`exports.handler = async ({ Records }) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      for (const { body } of Records) console.log('ran ${name} ' + body);
      return { batchItemFailures: [] };
    };`),
  });

const update = (name: string) =>
  stack.clients.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: FUNCTION, ZipFile: codeOf(name) }));

/** The code that ran each message, in the order of the runs. */
function runs(): { code: string; message: number }[] {
  return stack.logOf(FUNCTION).flatMap((line) => {
    const [, code, message] = /\bran (\w+) (\d+)/.exec(line) ?? [];
    return code === undefined ? [] : [{ code, message: Number(message) }];
  });
}

it('loses no message and fails none, and no message that is sent after it runs on the old code', async () => {
  await update('first');
  let sent = 0;
  let sending = true;
  const traffic = (async () => {
    while (sending) await stack.gomoku.send(String((sent += 1)));
  })();
  const atReplacement = new Map<string, number>();
  const codes = ['second', 'third', 'fourth'];
  for (const [index, code] of codes.entries()) {
    const before = index === 0 ? 'first' : (codes[index - 1] ?? '');
    await eventually(async () => expect(runs().some((run) => run.code === before)).toBe(true));
    await update(code);
    // What is being sent now may have left before the answer came.
    atReplacement.set(code, sent + 1);
  }
  await eventually(async () => expect(runs().some(({ code }) => code === 'fourth')).toBe(true));
  sending = false;
  await traffic;
  const all = Array.from({ length: sent }, (_, index) => index + 1);
  await eventually(async () =>
    // The queue delivers at least once.
    expect([...new Set(runs().map(({ message }) => message))].toSorted((a, b) => a - b)).toEqual(all),
  );
  const order = ['first', ...codes];
  for (const { code, message } of runs())
    for (const [newer, from] of atReplacement)
      if (message > from)
        expect([message, order.indexOf(code)]).toEqual([
          message,
          Math.max(order.indexOf(code), order.indexOf(newer)),
        ]);
  expect(new Set(runs().map(({ code }) => code))).toEqual(new Set(order));
  expect(stack.notices).toEqual([]);
  expect(stack.logOf(FUNCTION).filter((line) => line.includes('Status: '))).toEqual([]);
  expect(await stack.gomoku.deadLetter()).toBeUndefined();
});

it('goes on with the old code while the sources do not build, and takes the next save; no message is lost', async () => {
  const sources = await openSources('save');
  const events: WatchEvent[] = [];
  sources.watch.begin(
    {
      list: () => [{ name: FUNCTION, sha256: sources.sha256, invocations: 0 }],
      replaceCode: async (FunctionName, ZipFile) => {
        await stack.clients.lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
        return true;
      },
    },
    (event) => events.push(event),
  );
  const text = (code: string) => `export const handler = async (
    { Records }: { Records: { body: string }[] },
  ): Promise<object> => {
    for (const { body } of Records) console.log('ran ${code} ' + body);
    return { batchItemFailures: [] };
  };`;
  const count = (kind: WatchEvent['kind']) => events.filter((event) => event.kind === kind).length;
  const first = 10_001;
  let sent = first - 1;
  let sending = true;
  const ranAfter = (code: string, message: number) =>
    eventually(() => expect(runs().some((run) => run.code === code && run.message > message)).toBe(true));
  sources.save(text('good'));
  await eventually(() => expect(count('replaced')).toBe(1));
  const traffic = (async () => {
    while (sending) await stack.gomoku.send(String((sent += 1)));
  })();
  await ranAfter('good', first);
  sources.save(`${text('bad')} = ;`);
  await eventually(() => expect(count('failed')).toBe(1));
  await ranAfter('good', sent);
  sources.save(text('better'));
  await eventually(() => expect(count('replaced')).toBe(2));
  await ranAfter('better', sent);
  sending = false;
  await traffic;
  const all = Array.from({ length: sent - first + 1 }, (_, index) => first + index);
  await eventually(() => {
    const ran = new Set(runs().map(({ message }) => message));
    expect(all.filter((message) => !ran.has(message))).toEqual([]);
  });
  await sources.close();
  expect(events.filter(({ kind }) => kind === 'failed')).toEqual([
    {
      ...{ kind: 'failed', functions: [FUNCTION] },
      text: expect.stringMatching(/Unexpected "="\n[^]*apps\/save\/src\/main\.ts:6:5:/),
    },
  ]);
  expect(runs().some(({ code }) => code === 'bad')).toBe(false);
  expect(stack.notices).toEqual([]);
  expect(await stack.gomoku.deadLetter()).toBeUndefined();
});
