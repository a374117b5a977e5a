import { afterAll, describe, expect, it } from '@jest/globals';
import { runs, SEED_NOTE, seededRandom, seeds, startTables } from '@hanok/testing';
import { type Chat, CHAT_TABLES, openChat } from '../chat.fixture.ts';
import {
  banMember,
  CHAT_CONNECTION_TABLE,
  CHAT_MEMBER_TABLE,
  enterRoom,
  joinConnection,
  leaveRoom,
} from '../index.ts';
import { leaveConnection } from './member-change.ts';

const db = await startTables(CHAT_TABLES);
afterAll(db.stop);

const kim = { room: 'lobby', memberId: 'kim' };
const LEASE_MS = 120_000;

/** A room with kim, who has two open connections, and lee, who has one. */
async function openLobby(settings = {}) {
  const tables = await db.fresh();
  const chat = openChat(tables, { settings });
  await chat.member('kim');
  await chat.connections.open('kim-2', 'kim', chat.now(), chat.signal);
  await chat.member('lee');
  return { ...chat, tables };
}
const presenceOf = async (outcome: ReturnType<Chat['join']>) => {
  const answer = await outcome;
  return answer.kind === 'changed' ? answer.presence : answer.code;
};
const inRoom = async ({ connections, signal }: Chat) =>
  (await connections.page('lobby', { signal })).connections.map(({ connectionId }) => connectionId);

describe('two tabs of one person', () => {
  it('enter once, and the last one to leave is the one leave', async () => {
    const chat = await openLobby();
    expect(await presenceOf(chat.join('kim', 1))).toBe('entered');
    expect(await presenceOf(chat.join('kim', 2))).toBeUndefined();
    expect(await chat.present()).toEqual(['kim']);
    expect(await chat.end('kim-1', chat.signal)).toEqual([]);
    expect(await chat.present()).toEqual(['kim']);
    expect(await inRoom(chat)).toEqual(['kim-2']);
    expect(await chat.end('kim-2', chat.signal)).toEqual([kim]);
    expect(await chat.end('kim-2', chat.signal)).toEqual([]);
    expect(await chat.present()).toEqual([]);
    expect(await inRoom(chat)).toEqual([]);
  });

  it('that end at once are one leave', async () => {
    const chat = await openLobby();
    await chat.join('kim', 1);
    await chat.join('kim', 2);
    const ends = ['kim-1', 'kim-2', 'kim-1', 'kim-2'].map((each) => chat.end(each, chat.signal));
    expect((await Promise.all(ends)).flat()).toEqual([kim]);
  });
});

describe('a lost $disconnect', () => {
  it('ends presence with the lease, and is one leave however many look for it', async () => {
    const chat = await openLobby();
    await chat.join('kim', 1);
    await chat.join('lee');
    chat.clock.at += LEASE_MS - 1;
    await chat.join('lee');
    expect(await chat.present()).toEqual(['kim', 'lee']);
    expect(await chat.sweep()).toEqual([]);
    chat.clock.at += 1;
    expect(await chat.present()).toEqual(['lee']);
    const sweeps = await Promise.all([chat.sweep(), chat.sweep(), chat.sweep()]);
    expect(sweeps.flat()).toEqual([kim]);
    expect(await inRoom(chat)).toEqual(['lee-1']);
  });

  it('of one of two tabs is no leave while the other renews', async () => {
    const chat = await openLobby();
    await chat.join('kim', 1);
    await chat.join('kim', 2);
    chat.clock.at += LEASE_MS / 2;
    await chat.join('kim', 2);
    chat.clock.at += LEASE_MS / 2;
    expect(await chat.sweep()).toEqual([]);
    expect([await chat.present(), await inRoom(chat)]).toEqual([['kim'], ['kim-2']]);
  });

  it('that comes late ends nothing of the connection after it, and a renewed lease enters again', async () => {
    const chat = await openLobby();
    await chat.join('kim', 1);
    chat.clock.at += LEASE_MS;
    expect(await chat.sweep()).toEqual([kim]);
    expect(await presenceOf(chat.join('kim', 2))).toBe('entered');
    expect(await chat.end('kim-1', chat.signal)).toEqual([]);
    expect(await chat.present()).toEqual(['kim']);
  });
});

describe('a connection', () => {
  it('whose end comes before its beginning stays closed, and joins nothing', async () => {
    const chat = await openLobby();
    const { connections, signal } = chat;
    await chat.end('kim-3', signal);
    expect(await connections.open('kim-3', 'kim', chat.now(), signal)).toBe('closed');
    expect(await chat.join('kim', 3)).toEqual({ kind: 'refused', code: 'Disconnected' });
    expect(await chat.present()).toEqual([]);
  });

  it('is opened again by the same event, and not by another user', async () => {
    const chat = await openLobby();
    const { connections, signal } = chat;
    expect(await connections.open('kim-1', 'kim', chat.now(), signal)).toBe('open');
    expect(await connections.open('kim-1', 'lee', chat.now(), signal)).toBe('closed');
  });

  it('of another user, or none, joins for no one', async () => {
    const chat = await openLobby();
    const { change, signal } = chat;
    const refused = { kind: 'refused', code: 'Disconnected' };
    expect(await change(kim, joinConnection('lee-1'), signal)).toEqual(refused);
    expect(await chat.join('kim', 9)).toEqual(refused);
  });

  it('of who is no member joins nothing', async () => {
    const chat = await openLobby();
    expect(await chat.join('kim', 1, 'other')).toEqual({ kind: 'refused', code: 'NotMember' });
  });

  it('more than a member may have is refused, and one whose lease is over makes place', async () => {
    const chat = await openLobby({ connectionsPerMember: 1 });
    await chat.join('kim', 1);
    expect(await chat.join('kim', 2)).toEqual({ kind: 'refused', code: 'TooManyConnections' });
    chat.clock.at += LEASE_MS;
    expect(await chat.join('kim', 2)).toMatchObject({ kind: 'changed', removed: ['kim-1'] });
  });

  it(`that begins, joins and ends in any order at once is no ghost in ${runs(200)} races (${SEED_NOTE})`, async () => {
    const chat = await openLobby();
    const { connections, signal } = chat;
    for (const seed of seeds(200)) {
      const random = seededRandom(seed);
      const tab = 1000 + seed;
      const acts = random.shuffle([
        () => connections.open(`kim-${tab}`, 'kim', chat.now(), signal),
        () => chat.join('kim', tab),
        () => chat.join('kim', tab),
        () => chat.end(`kim-${tab}`, signal),
      ]);
      await Promise.all(acts.map((act) => act()));
      expect([await chat.present(), await inRoom(chat)]).toEqual([[], []]);
    }
  });
});

describe('presence', () => {
  const RACES = 100;

  it(`of two tabs whose joins race leaves, and whose $disconnect is lost or comes twice, is right in ${runs(RACES)} seeded runs: each who enters leaves once, and no ghost outlives the lease (${SEED_NOTE})`, async () => {
    const chat = await openLobby({ connectionsPerMember: 40 });
    const { connections, signal } = chat;
    for (const seed of seeds(RACES)) {
      const random = seededRandom(seed);
      const told: unknown[] = [];
      const tabs = [`${seed}a`, `${seed}b`];
      const tell = async (change: ReturnType<Chat['change']>) => {
        const outcome = await change;
        if (outcome.kind === 'changed') told.push(outcome.presence);
      };
      const at = (tab: string) => `kim-${tab}`;
      const acts = tabs.flatMap((tab) => {
        const end = async () => {
          told.push(...(await chat.end(at(tab), signal)).map(() => 'left'));
        };
        return [
          () => connections.open(at(tab), 'kim', chat.now(), signal),
          ...Array.from({ length: 2 }, () => () => tell(chat.change(kim, joinConnection(at(tab)), signal))),
          () => tell(chat.change(kim, leaveConnection(at(tab)), signal)),
          // Lost, once, or twice.
          ...Array.from({ length: random.between(0, 2) }, () => end),
        ];
      });
      await Promise.all(random.shuffle(acts).map((act) => act()));
      const count = (event: string) => told.filter((each) => each === event).length;
      const isThere = (await chat.present()).includes('kim');
      expect([isThere, count('entered') - count('left')]).toEqual([
        (await inRoom(chat)).length > 0,
        Number(isThere),
      ]);
      chat.clock.at += LEASE_MS;
      expect(await chat.present()).toEqual([]);
      const swept = await Promise.all([chat.sweep(), chat.sweep()]);
      expect(swept.flat()).toEqual(isThere ? [kim] : []);
      expect(await inRoom(chat)).toEqual([]);
    }
  });

  it('of a member whose name sorts before the item of the room is told and swept like any other', async () => {
    const chat = await openLobby();
    for (const name of ['!', ' kim', '#']) {
      await chat.member(name);
      await chat.join(name);
    }
    expect(await chat.present()).toEqual([' kim', '!', '#']);
    chat.clock.at += LEASE_MS;
    expect(await chat.sweep()).toHaveLength(3);
  });
});

describe('members', () => {
  it('are at most as many as the limit says, also when they come at once, and leaving makes place', async () => {
    const chat = await openLobby({ membersPerRoom: 4 });
    const { change, signal } = chat;
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const entered = await Promise.all(
      ids.map((memberId) => change({ room: 'lobby', memberId }, enterRoom, signal)),
    );
    const full = entered.filter((each) => each.kind === 'refused');
    expect(full).toEqual(Array.from({ length: 3 }, () => ({ kind: 'refused', code: 'RoomFull' })));
    // Who is there already enters again, and counts once.
    expect(await change(kim, enterRoom, signal)).toMatchObject({ kind: 'changed' });
    await change(kim, leaveRoom, signal);
    await change(kim, leaveRoom, signal);
    const kinds = ['x', 'y'].map((memberId) => () => change({ room: 'lobby', memberId }, enterRoom, signal));
    expect([(await kinds[0]?.())?.kind, (await kinds[1]?.())?.kind]).toEqual(['changed', 'refused']);
  });

  it('that are banned leave with all their connections in one write, and make place', async () => {
    const chat = await openLobby({ membersPerRoom: 2 });
    await chat.join('kim', 1);
    await chat.join('kim', 2);
    await chat.join('lee');
    expect(await chat.change(kim, banMember, chat.signal)).toMatchObject({
      ...{ presence: 'left', removed: expect.arrayContaining(['kim-1', 'kim-2']) },
    });
    expect([await chat.present(), await inRoom(chat)]).toEqual([['lee'], ['lee-1']]);
    expect(await chat.join('kim', 1)).toEqual({ kind: 'refused', code: 'Banned' });
    expect(await chat.member('park')).toMatchObject({ kind: 'changed' });
    expect(await chat.tables.items(CHAT_CONNECTION_TABLE)).toHaveLength(5);
  });

  it('that leave while they join are no ghost', async () => {
    const chat = await openLobby();
    await Promise.all([chat.join('kim', 1), chat.change(kim, leaveRoom, chat.signal), chat.join('kim', 2)]);
    expect([await chat.present(), await inRoom(chat)]).toEqual([[], []]);
  });

  it('have a last-read number that only goes up, so that what is unread is a subtraction', async () => {
    const chat = await openLobby();
    const { members, messages, signal } = chat;
    for (const clientId of ['a', 'b', 'c']) await chat.post({ clientId });
    expect(await members.markRead('lobby', 'kim', 2, signal)).toBe(true);
    expect(await members.markRead('lobby', 'kim', 1, signal)).toBe(true);
    await chat.join('kim', 1);
    const { lastRead } = await members.read('lobby', 'kim', signal);
    expect((await messages.lastSeq('lobby', signal)) - lastRead).toBe(1);
    expect(await members.markRead('lobby', 'park', 1, signal)).toBe(false);
    expect(await chat.tables.items(CHAT_MEMBER_TABLE)).toHaveLength(3);
  });
});
