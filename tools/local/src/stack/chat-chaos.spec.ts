import { eventually } from '@hanok/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type ChatStack, startChat } from './chat-stack.fixture.ts';

const posts = { service: 'execute-api', operation: 'PostToConnection' } as const;
const ends = { service: 'execute-api', operation: '$disconnect', rate: 0.4 } as const;
const ROOM = 'chaos';
const TALKERS = 2;
const TEXTS = 6;
/** After so long without all messages a client asks for what it has missed. */
const ROUND_MS = 400;
const ALL = Array.from({ length: TALKERS * TEXTS }, (_, at) => at + 1);

let stack: ChatStack;
beforeAll(async () => {
  stack = await startChat({
    seed: 11,
    faults: [
      { ...posts, kind: 'gone', rate: 1, nth: 4 },
      { ...posts, kind: 'gone', rate: 0.1 },
      { ...posts, kind: 'reorder', rate: 0.2, ms: 100 },
      { ...posts, kind: 'latency', rate: 0.2, ms: 100 },
      { ...posts, kind: 'throttle', rate: 0.1 },
      { ...posts, kind: 'replyLost', rate: 0.1 },
      { ...posts, kind: 'error5xx', rate: 0.1 },
      { ...ends, kind: 'dropDisconnect' },
      { ...ends, kind: 'repeatDisconnect' },
    ],
  });
});
afterAll(() => stack.stop());

/** Says its texts until each has a number, joins again after the last number it has, loses its line once. */
async function takePart(name: string): Promise<{ texts: Map<number, string>; acked: number }> {
  const user = await stack.signUp(name);
  const texts = new Map<number, string>();
  const unsaid = new Set(Array.from({ length: TEXTS }, (_, at) => `${name}-${at}`));
  let talker = await stack.connect(user);
  let losses = 1;
  const take = () => {
    for (const { type, seq, text, messages = [], clientId } of talker.frames) {
      if (type === 'message' && seq !== undefined) texts.set(seq, String(text));
      for (const each of messages) texts.set(each.seq, each.text);
      if (type === 'ack') unsaid.delete(String(clientId));
    }
  };
  const round = async () => {
    if (talker.socket.readyState !== talker.socket.OPEN) talker = await stack.connect(user);
    const after = ALL.findIndex((seq) => !texts.has(seq));
    talker.send({ action: 'join', room: ROOM, after: after === -1 ? ALL.length : after });
    const answer = await eventually(() => {
      const found = talker.frames.find(({ type }) => type === 'joined' || type === 'error');
      if (found === undefined) throw new Error('The join is not answered');
      return found;
    }, 2_000).catch(() => ({ type: 'error' }));
    // A connection that a fault has declared gone is one no more.
    if (answer.type === 'error') return talker.socket.terminate();
    let said: string | undefined;
    await eventually(() => {
      take();
      const [text] = unsaid;
      if (text !== undefined && text !== said)
        talker.send({ action: 'message', room: ROOM, clientId: text, text });
      said = text;
      expect([unsaid.size, texts.size]).toEqual([0, ALL.length]);
    }, ROUND_MS).catch(() => undefined);
    talker.frames.length = 0;
    if (losses > 0 && unsaid.size < TEXTS) {
      losses -= 1;
      talker.socket.terminate();
    }
  };
  await eventually(async () => {
    await round();
    expect([unsaid.size, texts.size]).toEqual([0, ALL.length]);
  }, 50_000);
  talker.socket.close();
  return { texts, acked: TEXTS - unsaid.size };
}

it('gives every client 1..n though posts are lost, late, turned round and answered 410, and ends are lost or come twice', async () => {
  const parts = await Promise.all(Array.from({ length: TALKERS }, (_, at) => takePart(`talker-${at}`)));
  const [first] = parts;
  for (const { texts, acked } of parts) {
    expect([...texts.keys()].sort((a, b) => a - b)).toEqual(ALL);
    expect(texts).toEqual(first?.texts);
    expect(acked).toBe(TEXTS);
  }
  const said = ALL.map((seq) => first?.texts.get(seq) ?? '');
  expect(new Set(said).size).toBe(ALL.length);
  const struck = stack.notices.flatMap((notice) => /^chaos: (\w+) for execute-api/.exec(notice)?.[1] ?? []);
  expect([...new Set(struck)].sort()).toEqual(
    expect.arrayContaining(['gone', 'latency', 'reorder', 'replyLost', 'throttle']),
  );
  expect(stack.notices.filter((notice) => /Disconnect of a connection/.test(notice))).not.toEqual([]);
}, 60_000);
