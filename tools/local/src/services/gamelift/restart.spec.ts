import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { type MatchmakingStack, START, startMatchmaking } from './matchmaking-stack.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'hanok-gamelift-'));
afterAll(() => rmSync(folder, { recursive: true }));
let stack: MatchmakingStack;
afterEach(() => stack.stop());

async function restart(path: string, at: number, configuration: Record<string, boolean | number> = {}) {
  await stack.stop();
  stack = await startMatchmaking({ path, at, configuration });
}

describe('the tickets of a stack that is started anew', () => {
  it('go on from where they stood, as old as they are', async () => {
    const path = join(folder, 'one.db');
    stack = await startMatchmaking({ path });
    await stack.start('a', { ann: 1000 });
    await stack.start('b', { bob: 1900 });
    await stack.pass(5);
    await stack.start('c', { cat: 9000 });
    await restart(path, START + 9_000);
    expect(await stack.statuses('a', 'b', 'c')).toEqual({ a: 'SEARCHING', b: 'SEARCHING', c: 'QUEUED' });
    await stack.pass(1);
    expect(await stack.statuses('a', 'b', 'c')).toEqual({ a: 'PLACING', b: 'PLACING', c: 'SEARCHING' });
    await restart(path, START + 10_000);
    await stack.pass(1);
    expect(await stack.statuses('a', 'b', 'c')).toEqual({ a: 'COMPLETED', b: 'COMPLETED', c: 'SEARCHING' });
    expect(stack.told().map(({ detail }) => detail)).toMatchObject([
      {
        ...{ type: 'MatchmakingSucceeded', customEventData: 'foo' },
        tickets: [{ players: [{ playerId: 'ann', team: 'blue' }] }, { players: [{ team: 'red' }] }],
      },
    ]);
    await restart(path, START + 200_000);
    await stack.pass(1);
    expect(await stack.statuses('a', 'b', 'c')).toEqual({ a: 'COMPLETED', b: 'COMPLETED', c: 'TIMED_OUT' });
    await restart(path, START + 4_000_000);
    await stack.pass(1);
    expect(await stack.statuses('a', 'b', 'c')).toEqual({});
  });

  it('end when no template makes their configuration any more', async () => {
    const path = join(folder, 'three.db');
    stack = await startMatchmaking({ path });
    await stack.start('a', { ann: 1000 });
    await restart(path, START + 1_000);
    stack.resources.configurations.clear();
    await stack.pass(1);
    expect(await stack.ticket('a')).toMatchObject({ Status: 'CANCELLED', StatusReason: 'Cancelled' });
    expect(stack.told()).toEqual([]);
  });

  it('keep the answers that were given to a match', async () => {
    const path = join(folder, 'two.db');
    const asking = { AcceptanceRequired: true, AcceptanceTimeoutSeconds: 30 };
    stack = await startMatchmaking({ path, configuration: asking });
    await stack.start('a', { ann: 1000 });
    await stack.start('b', { bob: 1000 });
    await stack.pass(1);
    await stack.answer('a', ['ann'], 'ACCEPT');
    await restart(path, START + 2_000, asking);
    await stack.answer('b', ['bob'], 'ACCEPT');
    expect(stack.told().map(({ detail }) => detail.type)).toEqual(['AcceptMatch', 'AcceptMatchCompleted']);
    await stack.pass(1);
    expect(await stack.statuses('a', 'b')).toEqual({ a: 'COMPLETED', b: 'COMPLETED' });
  });
});
