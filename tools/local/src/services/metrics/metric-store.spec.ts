import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createClock } from '../../clock.ts';
import { reportEmbedded } from './embedded-metrics.ts';
import { type MetricStore, openMetricStore } from './metric-store.ts';

const HOUR_MS = 3_600_000;
let store: MetricStore;
beforeEach(() => void (store = openMetricStore(':memory:', Date.now)));
afterEach(() => store.close());

/** All values of a metric together. */
function whole(name: string, of = store) {
  const from = Date.now() - HOUR_MS;
  const range = { from, to: from + 2 * HOUR_MS, periodMs: 2 * HOUR_MS, counts: true };
  const [summary] = of.read({ namespace: 'N', name, dimensions: {} }, range).values();
  return summary;
}

describe('a flood of values', () => {
  it('of one metric, all different, is counted to the last and takes bounded space and time', () => {
    const begun = performance.now();
    for (let value = 1; value <= 50_000; value += 1)
      store.add({ namespace: 'N', name: 'wide', dimensions: {}, value: value + 1 / value });
    const { count, sum = 0, min, max, counts = new Map() } = whole('wide') ?? {};
    expect({ count, min, max }).toEqual({ count: 50_000, min: 2, max: 50_000 + 1 / 50_000 });
    expect(sum).toBeGreaterThan((50_000 * 50_001) / 2);
    expect(counts.size).toBeLessThanOrEqual(500);
    expect([...counts.values()].reduce((all, each) => all + each, 0)).toBe(50_000);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it('of 25,000 metrics keeps the 20,000 that had a value last', () => {
    for (let id = 0; id < 25_000; id += 1)
      store.add({ namespace: 'N', name: 'many', dimensions: { id: String(id) }, value: 1 });
    const ids = store.metrics().map(({ dimensions }) => Number(dimensions['id']));
    expect(ids).toHaveLength(20_000);
    expect(Math.min(...ids)).toBe(5_000);
  });

  it('in the lines of a log is counted to the last', () => {
    const clock = createClock();
    const values = Array.from({ length: 100 }, (_, index) => index);
    const metric = { Namespace: 'N', Dimensions: [[]], Metrics: [{ Name: 'v' }] };
    const line = JSON.stringify({ _aws: { Timestamp: Date.now(), CloudWatchMetrics: [metric] }, v: values });
    for (let count = 0; count < 500; count += 1) reportEmbedded(store, clock, line);
    expect(whole('v')).toMatchObject({ count: 50_000, sum: 500 * 4_950, min: 0, max: 99 });
  });

  it('that is older than two weeks, or two hours ahead, is left out', () => {
    for (const hours of [-24 * 15, 3])
      store.add({
        namespace: 'N',
        name: 'off',
        dimensions: {},
        value: 1,
        time: Date.now() + hours * HOUR_MS,
      });
    expect(store.metrics()).toEqual([]);
  });
});

describe('values that no one waits for', () => {
  it('are made when one is read, with the time at which they were added', () => {
    let [time, made] = [Date.now(), 0];
    const later = openMetricStore(':memory:', () => time);
    const added = time;
    later.addSoon(() => {
      made += 1;
      return [{ namespace: 'N', name: 'late', dimensions: {}, value: 1 }];
    });
    expect(made).toBe(0);
    time += 5 * 60_000;
    expect(later.metrics()).toMatchObject([{ name: 'late', lastAt: Math.floor(added / 60_000) * 60_000 }]);
    expect(made).toBe(1);
    later.close();
  });

  it('are forgotten with all others', () => {
    store.addSoon(() => [{ namespace: 'N', name: 'forgotten', dimensions: {}, value: 1 }]);
    store.clear();
    expect(store.metrics()).toEqual([]);
  });
});

describe('a store that is closed', () => {
  it('leaves out what a stack that stops still counts', () => {
    const closed = openMetricStore(':memory:', Date.now);
    closed.close();
    const heard: string[] = [];
    closed.watch((key) => void heard.push(key));
    closed.add({ namespace: 'N', name: 'late', dimensions: {}, value: 1 });
    closed.flush();
    expect(heard).toEqual([]);
  });
});

describe('values of a process that is killed', () => {
  it('are there when they were flushed, or a second old', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hanok-metrics-'));
    const file = join(folder, 'metrics.db');
    const child = fork(join(import.meta.dirname, 'run-metrics.fixture.ts'), [file]);
    await once(child, 'message');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const kept = openMetricStore(file, Date.now);
    expect([whole('flushed', kept)?.count, whole('waited', kept)?.count]).toEqual([500, 500]);
    expect([undefined, 500]).toContain(whole('late', kept)?.count);
    kept.close();
    rmSync(folder, { recursive: true });
  });
});
