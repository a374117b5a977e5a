import { openMetricStore } from './metric-store.ts';

/** Metrics in a process of their own, until it is killed: `run-metrics.fixture.ts FILE`. Tells its parent when values came. */
const store = openMetricStore(process.argv[2] ?? '', Date.now);
const add = (name: string, count: number) => {
  for (let value = 1; value <= count; value += 1)
    store.add({ namespace: 'N', name, dimensions: {}, value: 1 });
};
add('flushed', 500);
store.flush();
add('waited', 500);
setTimeout(() => {
  add('late', 500);
  process.send?.('all');
}, 1_300);
