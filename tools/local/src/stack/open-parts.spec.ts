import { describe, expect, it } from '@jest/globals';
import { createClock } from '../clock.ts';
import { openParts } from './open-parts.ts';
import { type Part, part, type Place } from './part.ts';

const place: Place = {
  region: 'us-east-1',
  accountId: '000000000000',
  gatewayUrl: 'http://127.0.0.1:9',
  clock: createClock(),
  statePath: (name) => name,
  onLine: () => undefined,
  onNotice: () => undefined,
};

/** Parts that note down what happens to them. `table` and `queue` open when they are told to, `fn` needs both. */
function threeParts() {
  const events: string[] = [];
  const begins = { table: Promise.withResolvers<void>(), queue: Promise.withResolvers<void>() };
  const gates = { table: Promise.withResolvers<void>(), queue: Promise.withResolvers<void>() };
  const engine = (name: 'table' | 'queue') =>
    part({
      name,
      needs: {},
      open: async () => {
        events.push(`${name} begins`);
        begins[name].resolve();
        await gates[name].promise;
        events.push(`${name} is open`);
        return {
          uses: `the ${name}`,
          [Symbol.asyncDispose]: async () => void events.push(`${name} is disposed`),
        };
      },
    });
  const [table, queue] = [engine('table'), engine('queue')];
  const fn = part({
    name: 'fn',
    needs: { table, queue },
    open: async (_, needs) => {
      events.push('fn begins');
      return {
        uses: [needs.table, needs.queue],
        [Symbol.asyncDispose]: async () => void events.push('fn is disposed'),
      };
    },
  });
  const bothBegin = Promise.all([begins.table.promise, begins.queue.promise]);
  return { events, bothBegin, gates, table, queue, fn };
}

describe('openParts', () => {
  it('opens parts side by side, each after those that it needs, and disposes them in the reverse order', async () => {
    const { events, bothBegin, gates, table, queue, fn } = threeParts();
    const opening = openParts([table, queue, fn], place);
    await bothBegin;
    gates.queue.resolve();
    gates.table.resolve();
    const parts = await opening;
    expect(events).toEqual([
      ...['table begins', 'queue begins', 'queue is open', 'table is open', 'fn begins'],
    ]);
    expect(parts.usesOf(fn)).toEqual(['the table', 'the queue']);
    expect(parts.all.map(({ part: { name } }) => name)).toEqual(['table', 'queue', 'fn']);
    await parts[Symbol.asyncDispose]();
    expect(events.slice(5)).toEqual(['fn is disposed', 'queue is disposed', 'table is disposed']);
  });

  it('disposes what is open when a part cannot open, and throws its error', async () => {
    const { events, gates, table, queue, fn } = threeParts();
    const opening = openParts([table, queue, fn], place);
    gates.queue.reject(new Error('the disk is full'));
    gates.table.resolve();
    await expect(opening).rejects.toThrow('the disk is full');
    expect(events).toEqual(['table begins', 'queue begins', 'table is open', 'table is disposed']);
  });

  it.each<[string, (parts: ReturnType<typeof threeParts>) => Part[], string]>([
    [
      'comes after the part that needs it',
      ({ table, queue, fn }) => [table, fn, queue],
      'The part fn needs queue: list queue before fn in parts.ts',
    ],
    [
      'is not in the list',
      ({ queue, fn }) => [queue, fn],
      'The part fn needs table: list table before fn in parts.ts',
    ],
  ])('opens nothing when a part %s', async (_, list, message) => {
    const parts = threeParts();
    await expect(openParts(list(parts), place)).rejects.toMatchObject({ name: 'PartOrderError', message });
    expect(parts.events).toEqual([]);
  });

  it('names a part that is used but not in the list', async () => {
    const { gates, table, queue } = threeParts();
    gates.table.resolve();
    const parts = await openParts([table], place);
    expect(() => parts.usesOf(queue)).toThrow('The part queue is not in the list of parts');
  });
});
