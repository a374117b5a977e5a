import { describe, expect, it } from '@jest/globals';
import { createTableWrites } from './table-writes.ts';

const { signal } = new AbortController();
const put = { service: 'dynamodb', operation: 'PutItem' };

describe('a reader that waits for a write', () => {
  it.each(['BatchWriteItem', 'DeleteItem', 'PutItem', 'TransactWriteItems', 'UpdateItem'])(
    'goes on after %s',
    async (operation) => {
      const writes = createTableWrites(3_600_000);
      const waiting = writes.after(writes.count(), signal);
      writes.observe({ service: 'dynamodb', operation });
      await waiting;
      expect(writes.count()).toBe(1);
    },
  );

  it('goes on at once when the write came while it read', async () => {
    const writes = createTableWrites(3_600_000);
    const before = writes.count();
    writes.observe(put);
    await writes.after(before, signal);
    expect([before, writes.count()]).toEqual([0, 1]);
  });

  it('waits on after reads, calls of other services and those without an operation', async () => {
    const writes = createTableWrites(3_600_000);
    let waits = true;
    const waiting = writes.after(0, signal).then(() => void (waits = false));
    for (const operation of ['GetItem', 'Query', undefined])
      writes.observe({ service: 'dynamodb', operation });
    writes.observe({ service: 'sqs', operation: 'PutItem' });
    await new Promise(setImmediate);
    expect([waits, writes.count()]).toEqual([true, 0]);
    writes.observe(put);
    await waiting;
    expect(waits).toBe(false);
  });

  it('goes on when it is stopped', async () => {
    const stop = new AbortController();
    const waiting = createTableWrites(3_600_000).after(0, stop.signal);
    stop.abort();
    await waiting;
    expect(stop.signal.aborted).toBe(true);
  });

  it('reads anyway after a time, for what was written past the gateway', async () => {
    const began = performance.now();
    await createTableWrites(1).after(0, signal);
    expect(performance.now() - began).toBeGreaterThan(0.9);
  });
});
