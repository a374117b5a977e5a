import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { traceQuery } from '@hanok/console';
import { createJoiner } from '../join/joiner.ts';
import { openTraces } from '../open-traces.ts';
import type { TraceEvent } from '../trace-event.ts';
import { findTrace, listTraces } from './query-traces.ts';
import { openTraceStore, type TraceStore } from './trace-store.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'traces-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A client sends one message; its spans are numbered from `span`. */
function sent(span: number): TraceEvent[] {
  const [MessageId, root] = [`message-${span}`, `1-5759e988-${String(span).padStart(24, '0')}`];
  return [
    {
      ...{ type: 'call', span, time: span, requestId: `request-${span}`, root, caller: 'external' },
      ...{ service: 'sqs', operation: 'SendMessage', target: '/' },
      body: JSON.stringify({ QueueUrl: 'http://127.0.0.1/0/results', MessageBody: `body ${span}` }),
    },
    { type: 'ended', span, time: span + 1, status: 200, answer: JSON.stringify({ MessageId }) },
  ];
}
/** A function receives the message of the call `span`. */
function received(span: number, of: number): TraceEvent[] {
  const Records = [
    { eventSource: 'aws:sqs', messageId: `message-${of}`, body: `body ${of}`, attributes: {} },
  ];
  return [
    {
      ...{ type: 'invocation', span, time: span, requestId: `run-${span}`, root: `1-00000000-${span}` },
      ...{ functionName: 'process', trigger: 'queue', payload: JSON.stringify({ Records }) },
    },
    { type: 'ended', span, time: span + 1, outcome: 'succeeded', answer: '{"batchItemFailures":[]}' },
  ];
}
function write(store: TraceStore, events: readonly TraceEvent[]): void {
  const joiner = createJoiner(store);
  joiner.take(events, Date.now());
  store.write(joiner.changed(Infinity));
}
const idsIn = (store: TraceStore) =>
  listTraces(store, traceQuery.parse({ limit: 200 })).traces.map(({ name }) => name);

describe('the store of traces', () => {
  it('holds no more traces than its bound, and drops the oldest with their spans', () => {
    const store = openTraceStore(join(folder, 'traces.db'), { traces: 20, bytes: 1e9 });
    write(store, Array.from({ length: 50 }, (_, index) => sent(index + 1)).flat());
    expect(idsIn(store)).toHaveLength(50);
    store.trim();
    expect(idsIn(store).length).toBeLessThanOrEqual(20);
    expect(findTrace(store, 'message-1')).toBeUndefined();
    expect(findTrace(store, 'message-50')).toMatchObject({ status: 'ok', tree: [{ id: 50 }] });
    const left = store.database.prepare('SELECT count(*) AS n FROM span').get()?.['n'];
    expect(left).toBe(idsIn(store).length);
    store.close();
  });

  it('takes no more room than its bound, and keeps the newest', () => {
    const store = openTraceStore(join(folder, 'traces.db'), { traces: 1e6, bytes: 120_000 });
    write(store, Array.from({ length: 400 }, (_, index) => sent(index + 1)).flat());
    store.trim();
    const { length } = idsIn(store);
    expect([length > 0, length < 400]).toEqual([true, true]);
    expect(findTrace(store, 'message-400')?.tree).toHaveLength(1);
    store.close();
  });

  it('joins what comes after a restart to the message that was sent before it', () => {
    const file = join(folder, 'traces.db');
    const before = openTraceStore(file);
    write(before, sent(1));
    before.close();
    const store = openTraceStore(file);
    write(store, received(store.last.span + 1, 1));
    expect(listTraces(store, traceQuery.parse({})).traces).toHaveLength(1);
    expect(findTrace(store, 'message-1')).toMatchObject({
      functions: ['process'],
      tree: [{ id: 1 }, { id: 2, causes: [1], kind: 'invocation' }],
    });
    store.close();
  });

  it('keeps what was written when its process is killed', () => {
    const file = join(folder, 'traces.db');
    const source = [
      `import { openTraceStore } from ${JSON.stringify(new URL('trace-store.ts', import.meta.url).href)};`,
      `const trace = { seq: 1, id: '1-a', entry: 'message', name: 'sqs SendMessage', started: 1, status: 'ok',`,
      `  flags: [], functions: [], spans: 1, entrySpan: 1, search: '' };`,
      `const span = { id: 1, causes: [], kind: 'call', name: 'sqs SendMessage', started: 1, status: 'ok' };`,
      `openTraceStore(${JSON.stringify(file)}).write({ spans: [{ span, traces: [1] }], traces: [trace] });`,
      `process.kill(process.pid, 'SIGKILL');`,
    ].join('\n');
    const args = ['--conditions=@hanok/source', '--input-type=module', '--eval', source];
    const { signal, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect([signal, stderr]).toEqual(['SIGKILL', expect.not.stringContaining('Error')]);
    const store = openTraceStore(file);
    expect(findTrace(store, '1-a')?.tree).toMatchObject([{ id: 1, name: 'sqs SendMessage' }]);
    store.close();
  });

  it.each<[string, RegExp, (file: string) => void]>([
    [
      'another version wrote',
      /another version/,
      (file) => {
        const database = new DatabaseSync(file);
        database.exec('CREATE TABLE trace (id TEXT); INSERT INTO trace VALUES (1)');
        database.close();
      },
    ],
    ['is damaged', /not a database/, (file) => writeFileSync(file, 'this is no database '.repeat(500))],
    ['is a folder', /EISDIR/, (file) => mkdirSync(file)],
  ])('forgets a file that %s, says so, and keeps traces', async (_, reason, make) => {
    const file = join(folder, 'traces.db');
    make(file);
    const notices: string[] = [];
    const onNotice = (text: string) => void notices.push(text);
    const traces = openTraces({ file, onChanged: () => undefined, onNotice });
    await traces.ready;
    expect(notices).toEqual([expect.stringMatching(reason)]);
    expect(await traces.list(traceQuery.parse({}))).toEqual({ traces: [], next: null });
    await traces[Symbol.asyncDispose]();
    openTraceStore(file).close();
  });

  it('says of what was under way when its process ended that it was stopped', () => {
    const file = join(folder, 'traces.db');
    const before = openTraceStore(file);
    write(before, [...sent(1), ...received(20, 1).slice(0, 1)]);
    expect(findTrace(before, 'message-1')).toMatchObject({ status: 'running' });
    before.close();
    const store = openTraceStore(file);
    expect(findTrace(store, 'message-1')).toMatchObject({
      status: 'failed',
      tree: [
        { id: 1, status: 'ok' },
        { id: 20, status: 'stopped' },
      ],
    });
    write(store, received(store.last.span + 1, 1));
    expect(findTrace(store, 'message-1')).toMatchObject({ status: 'ok' });
    store.close();
  });

  it('finds what comes of a message that one of a batch has sent in the trace of that one alone', () => {
    const file = join(folder, 'traces.db');
    const before = openTraceStore(file);
    const [first, second] = [received(20, 1)[0], received(20, 2)[0]];
    if (first?.type !== 'invocation' || second?.type !== 'invocation') throw new Error('no invocation');
    const Records = [first, second].flatMap(({ payload }) => JSON.parse(payload).Records as object[]);
    const [sending, answer] = sent(21);
    if (sending?.type !== 'call' || answer === undefined) throw new Error('no call');
    const body = JSON.stringify({ QueueUrl: 'http://127.0.0.1/0/next', MessageBody: 'of message-2' });
    write(before, [
      ...[...sent(1), ...sent(2), { ...first, payload: JSON.stringify({ Records }) }],
      ...[{ ...sending, parent: 20, caller: 'process', body }, answer],
      { type: 'ended', span: 20, time: 30, outcome: 'succeeded' },
    ]);
    before.close();
    const store = openTraceStore(file);
    write(store, received(store.last.span + 1, 21));
    expect(findTrace(store, 'message-1')?.tree.map(({ id }) => id)).toEqual([1, 20]);
    expect(findTrace(store, 'message-2')?.tree.map(({ id }) => id)).toEqual([2, 20, 21, 22]);
    store.close();
  });
});
