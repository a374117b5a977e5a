import { randomUUID } from 'node:crypto';
import { startTables } from '@hanok/testing';
import { afterAll, describe, expect, it } from '@jest/globals';
import { HOST_TABLE } from '../tables/definitions.ts';
import { createTurnTable } from '../tables/turn-table.ts';
import { awaitTurn } from './await-turn.ts';

const tables = await startTables([HOST_TABLE]);
const turns = createTurnTable({ client: tables.client, table: tables.nameOf(HOST_TABLE) });
afterAll(tables.stop);

const { signal } = new AbortController();
const START = 1_700_000_000_000;

/** Crawls of one host: `ask` answers `go`, or after how many seconds the crawl is to come back. */
function openHost(delayMs = 10_000) {
  const host = `${randomUUID()}.example`;
  return {
    host,
    ask: (crawlId: string, now = START) =>
      awaitTurn({ host, crawlId, delayMs }, { turns, now: () => new Date(now), signal }).then(
        () => 'go',
        (error: unknown) => error,
      ),
  };
}
const after = (afterSeconds: number) => expect.objectContaining({ name: 'CrawlDelayedError', afterSeconds });

describe('awaitTurn', () => {
  it('lets the first crawl of a host go, and the next ones in turn', async () => {
    const { ask } = openHost();
    expect(await ask('a')).toBe('go');
    expect(await ask('b')).toEqual(after(10));
    expect(await ask('c')).toEqual(after(20));
  });

  it('keeps a turn for its crawl: the crawl that asks again has it, and no crawl is passed', async () => {
    const { ask } = openHost();
    await ask('a');
    await ask('b');
    expect(await ask('b', START + 4_000)).toEqual(after(6));
    expect(await ask('c', START + 9_000)).toEqual(after(11));
    expect(await ask('b', START + 10_000)).toBe('go');
    expect(await ask('b', START + 10_000)).toEqual(after(20));
  });

  it('gives 30 crawls that come at once 30 turns, each a delay after another', async () => {
    const { ask } = openHost(3_000);
    const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => ask(`crawl-${i}`)));
    const seconds = answers.map((answer) => (answer === 'go' ? 0 : Number(Object(answer).afterSeconds)));
    expect(seconds.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => 3 * i));
  });

  it('waits itself for a turn within 2 s', async () => {
    const { ask } = openHost(1_000);
    const start = Date.now();
    expect(await ask('a', start)).toBe('go');
    const began = performance.now();
    expect(await ask('b', start)).toBe('go');
    expect(performance.now() - began).toBeGreaterThanOrEqual(990);
  });

  it('forgets turns that are long past, and hosts that have rested', async () => {
    const { ask } = openHost();
    await ask('a');
    await ask('b');
    const later = START + 10_000 + 3_700_000;
    expect(await ask('c', later)).toBe('go');
    expect(await ask('b', later)).toEqual(after(10));
  });

  it('refuses a crawl that would wait for more than a day', async () => {
    const { ask } = openHost(50_000_000);
    expect(await ask('a')).toBe('go');
    expect(await ask('b')).toEqual(after(50_000));
    expect(await ask('c')).toEqual(expect.objectContaining({ name: 'HostBusyError' }));
  });

  it('leaves nothing in the table that does not expire', async () => {
    const { ask, host } = openHost();
    await ask('a');
    await ask('b');
    const items = (await tables.items(HOST_TABLE)).filter(({ HostKey }) => HostKey?.S?.includes(host));
    expect(items.map(({ HostKey }) => HostKey?.S).toSorted()).toEqual([`next#${host}`, `turn#${host}#b`]);
    for (const { ExpiresAt } of items) expect(Number(ExpiresAt?.N)).toBeGreaterThan(START / 1000);
  });
});
