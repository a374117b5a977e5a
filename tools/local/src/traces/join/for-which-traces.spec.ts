import { expect, it } from '@jest/globals';
import { forWhichOfKey, forWhichTraces } from './for-which-traces.ts';
import type { LiveSpan, LiveTrace } from './live-spans.ts';

const trace = (id: string): LiveTrace => ({
  row: {
    ...{ seq: 1, id, entry: 'message', name: id, started: 0, status: 'ok', flags: [], functions: [] },
    ...{ spans: 1, entrySpan: 1, search: '' },
  },
  open: 0,
  failing: new Set(),
});

/** An invocation with a message of each body; the messages are of traces `0`, `1` and so on. */
function invocationOf(bodies: readonly object[]): LiveSpan {
  const traces = bodies.map((_, index) => trace(String(index)));
  const causes = bodies.map((body, index) => ({
    cause: { key: `sqs:message-${index}`, identifier: `id-of-message-${index}`, text: JSON.stringify(body) },
    of: { span: spanOf(index), traces: new Set(traces.slice(index, index + 1)) },
  }));
  return { span: spanOf(99), traces: new Set(traces), causes };
}

const spanOf = (id: number): LiveSpan['span'] => ({
  ...{ id, causes: [], kind: 'call', name: 'x', started: 0, status: 'ok' },
});
const players = (...names: string[]) => invocationOf(names.map((PlayerName) => ({ PlayerName, Win: 'yes' })));
const ids = (traces: ReadonlySet<LiveTrace> | undefined) =>
  traces && [...traces].map(({ row }) => row.id).sort();
const called = (of: LiveSpan, body: unknown) => ids(forWhichTraces(of, JSON.stringify(body)));

it.each<[string, LiveSpan, unknown, string[] | undefined]>([
  ['names one of the messages', players('홍길동', '이강인'), { Key: { S: '이강인' } }, ['1']],
  [
    'has a name that another is the beginning of',
    players('player-1', 'player-10'),
    { S: 'player-10' },
    ['1'],
  ],
  ['has a name with another one in it', players('player-1', 'player-1-b'), { S: 'player-1-b' }, ['1']],
  ['names two of three', players('kim', 'lee', 'park'), [{ S: 'kim' }, { S: 'park' }], ['0', '2']],
  [
    'names the one in the other too',
    players('player-1', 'player-1-b', 'kim'),
    [{ S: 'player-1' }, { S: 'player-1-b' }],
    ['0', '1'],
  ],
  ['has the id of a message within a text', players('a', 'b'), { S: 'game#id-of-message-1' }, ['1']],
  ['has a name in JSON in a text', players('kim', 'lee'), { Body: JSON.stringify({ p: 'lee' }) }, ['1']],
  ['has a member that is called like a message', players('Item', 'Key'), { Item: { Key: 1 } }, undefined],
  ['names all of them', players('kim', 'lee'), ['kim', 'lee'], undefined],
  ['names what all of them have', players('kim', 'lee'), { S: 'yes' }, undefined],
])('a call that %s is for the traces of those', (_, invocation, body, expected) => {
  expect(called(invocation, body)).toEqual(expected);
});

it('a change of an item is for all messages that are about it, and for no other', () => {
  const invocation = players('kim', 'lee', 'kim');
  expect(ids(forWhichOfKey(invocation, { PlayerName: { S: 'kim' } }))).toEqual(['0', '2']);
  expect(ids(forWhichOfKey(invocation, { PlayerName: { S: 'lee' } }))).toEqual(['1']);
  const rooms = invocationOf([
    { room: 'lobby', id: 'one' },
    { room: 'lobby', id: 'two' },
    { room: 'hall', id: 'three' },
  ]);
  expect(ids(forWhichOfKey(rooms, { Room: { S: 'lobby' }, Id: { S: 'two' } }))).toEqual(['1']);
});
