import { dynamodbFaults, runs, SEED, SEED_NOTE, seededRandom, startFaultProxy } from '@hanok/testing';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createPlayerAccountTable, createSignIn } from '../index.ts';
import { createPasswords, type Passwords } from './password-hash.ts';
import { QUICK, startPlayerTables } from './player-tables.fixture.ts';

const db = await startPlayerTables();
const proxy = await startFaultProxy(db.endpoint);
afterAll(async () => {
  await proxy.stop();
  await db.stop();
});

const NOW = new Date('2026-11-01T09:00:00.000Z');
const { signal } = new AbortController();
const quick = createPasswords(QUICK);
const signIn = createSignIn({ accounts: db.accounts, passwords: quick, now: () => NOW });
const enter = (playerName: string, password: string) => signIn({ playerName, password }, signal);
const IN = { kind: 'signed in', score: 1000 };
const REFUSED = { kind: 'refused' };

describe('the first sign-in of a name', () => {
  it('creates the player with score 1000 and no games, and a hash in a table of its own', async () => {
    expect(await enter('first', 'hunter2')).toEqual(IN);
    expect(await db.player('first')).toEqual({
      ...{ PlayerName: 'first', Score: 1000, Win: 0, Lose: 0 },
      ScoreSince: NOW.getTime(),
    });
    expect(await db.secret('first')).toMatchObject({ N: { N: '16' }, Hash: { B: expect.anything() } });
    expect(await enter('first', 'hunter2')).toEqual(IN);
  });

  it('sets the password of a player who has results already, and keeps these', async () => {
    const player = { PlayerName: 'results', Score: 1250, Win: 3, Lose: 1, ScoreSince: 5 };
    await db.putPlayer(player);
    expect(await enter('results', 'hunter2')).toEqual({ ...IN, score: 1250 });
    expect(await db.player('results')).toEqual(player);
    expect(await enter('results', 'hunter3')).toEqual(REFUSED);
  });

  it('refuses another password from then on, and changes nothing', async () => {
    await enter('owned', 'hunter2');
    const before = await db.secret('owned');
    for (const wrong of ['hunter3', 'Hunter2', 'hunter2 ', 'hunter', 'ｈunter2'])
      expect(await enter('owned', wrong)).toEqual(REFUSED);
    expect(await db.secret('owned')).toEqual(before);
  });

  it('takes names and passwords of any characters, and no two names for one', async () => {
    const odd = ['가', '\u1100\u1161', '__proto__', '\0', ' a', 'a', 'A', '🦄'];
    for (const name of odd) expect(await enter(name, `of ${name}`)).toEqual(IN);
    for (const name of odd) {
      expect(await enter(name, `of ${name}`)).toEqual(IN);
      expect(await enter(name, 'of another')).toEqual(REFUSED);
    }
  });
});

describe('two first sign-ins at once', () => {
  it(`with different passwords: one wins, and the other is refused then and later (${SEED_NOTE})`, async () => {
    const random = seededRandom(SEED);
    const latency = dynamodbFaults(() => random).latency;
    proxy.follow(() => (random.next() < 0.2 ? latency : undefined));
    const client = db.connect({ endpoint: proxy.endpoint });
    const accounts = createPlayerAccountTable({ client, tables: db.tables });
    const racing = createSignIn({ accounts, passwords: quick });
    for (let run = 0; run < runs(100); run++) {
      const playerName = `race-${run}`;
      const tries = ['one', 'other'].map((password) => ({ playerName, password }));
      const outcomes = await Promise.all(tries.map((each) => racing(each, signal)));
      expect(outcomes.filter(({ kind }) => kind === 'signed in')).toHaveLength(1);
      for (const [index, each] of tries.entries())
        expect(await racing(each, signal)).toEqual(outcomes[index]);
    }
  });

  it('with the same password: both are signed in', async () => {
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => enter('twins', 'hunter2')));
    expect(outcomes).toEqual(Array(8).fill(IN));
  });
});

describe('a password in plain text', () => {
  const old = (PlayerName: string) => ({ PlayerName, PlayerPass: 'CANARY', Score: 1200, Win: 2, Lose: 0 });

  it('becomes a hash at the next right sign-in, and is gone from the player and from what the stream shows', async () => {
    await db.putPlayer(old('old'));
    expect(await enter('old', 'CANARY')).toEqual({ ...IN, score: 1200 });
    expect(await db.player('old')).toEqual({
      ...{ PlayerName: 'old', Score: 1200, Win: 2, Lose: 0, ScoreSince: NOW.getTime() },
    });
    const records = (await db.streamed()).filter(({ name }) => name === 'old');
    expect(records.at(-1)).toMatchObject({ eventName: 'MODIFY', old: { PlayerPass: 'CANARY' } });
    expect(JSON.stringify(records.at(-1)?.now)).not.toContain('CANARY');
    expect(await enter('old', 'CANARY')).toEqual({ ...IN, score: 1200 });
    expect(await enter('old', 'canary')).toEqual(REFUSED);
  });

  it('stays as it is at a wrong sign-in', async () => {
    await db.putPlayer(old('kept'));
    expect(await enter('kept', 'CANARY2')).toEqual(REFUSED);
    expect(await db.player('kept')).toEqual(old('kept'));
    expect(await db.secret('kept')).toBeUndefined();
  });

  it('becomes one hash however many right sign-ins come at once', async () => {
    await db.putPlayer(old('at once'));
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => enter('at once', 'CANARY')));
    expect(outcomes).toEqual(Array(6).fill({ ...IN, score: 1200 }));
    expect(await db.player('at once')).not.toHaveProperty('PlayerPass');
  });

  it('beside a hash is no password, and goes at the next right sign-in', async () => {
    await db.putPlayer(old('both'));
    await db.putSecret('both', 'hunter2', QUICK);
    expect(await enter('both', 'CANARY')).toEqual(REFUSED);
    expect(await enter('both', 'hunter2')).toEqual({ ...IN, score: 1200 });
    expect(await db.player('both')).not.toHaveProperty('PlayerPass');
  });
});

describe('a hash that took another work', () => {
  it('is made anew at the next right sign-in, and not at a wrong one', async () => {
    await db.putSecret('older', 'hunter2', { N: 8, R: 1, P: 2 });
    expect(await enter('older', 'wrong')).toEqual(REFUSED);
    expect(await db.secret('older')).toMatchObject({ N: { N: '8' } });
    expect(await enter('older', 'hunter2')).toEqual(IN);
    expect(await db.secret('older')).toMatchObject({ N: { N: '16' }, P: { N: '1' } });
    expect(await enter('older', 'hunter2')).toEqual(IN);
  });
});

describe('how long a sign-in takes', () => {
  const counted = () => {
    const costs: string[] = [];
    const passwords: Passwords = {
      ...quick,
      hash: (password) => (costs.push('scrypt'), quick.hash(password)),
      matches: (password, stored) => (costs.push('scrypt'), quick.matches(password, stored)),
    };
    return { costs, signIn: createSignIn({ accounts: db.accounts, passwords }) };
  };

  it.each([
    ['an unknown name', 'nameless', 'hunter2'],
    ['a right password', 'timed', 'hunter2'],
    ['a wrong password', 'timed', 'wrong'],
    ['a wrong password of one in plain text', 'timed in plain text', 'wrong'],
    ['a right password of one in plain text', 'timed in plain text', 'hunter2'],
  ])('is one hash of the same work for %s', async (_case, playerName, password) => {
    await enter('timed', 'hunter2');
    if (!(await db.secret('timed in plain text')))
      await db.putPlayer({ PlayerName: 'timed in plain text', PlayerPass: 'hunter2' });
    const { costs, signIn: timed } = counted();
    await timed({ playerName, password }, signal);
    expect(costs).toEqual(['scrypt']);
  });
});

describe('what leaves the tables', () => {
  it('is no password and no hash: the stream of players shows neither', async () => {
    await enter('quiet', 'CANARY-OF-QUIET');
    await enter('quiet', 'CANARY-WRONG');
    const secret = await db.secret('quiet');
    const shown = JSON.stringify((await db.streamed()).filter(({ name }) => name === 'quiet'));
    expect(shown).toContain('"Score":1000');
    expect(shown).not.toContain('CANARY');
    for (const bytes of [secret?.['Hash']?.B, secret?.['Salt']?.B])
      expect(shown).not.toContain(Buffer.from(bytes ?? []).toString('base64'));
  });

  it('is an error of the table, and no sign-in, while that does not answer', async () => {
    const client = db.connect({ endpoint: proxy.endpoint, maxAttempts: 1 });
    const accounts = createPlayerAccountTable({ client, tables: db.tables });
    const failing = createSignIn({ accounts, passwords: quick });
    const { serverError, conflict } = dynamodbFaults(() => seededRandom(SEED));
    proxy.follow(() => serverError);
    const down = failing({ playerName: 'quiet', password: 'CANARY-OF-QUIET' }, signal);
    await expect(down).rejects.toMatchObject({ name: 'InternalServerError' });
    proxy.follow(({ body }) => (body.includes('TransactItems') ? conflict : undefined));
    const held = failing({ playerName: 'held', password: 'hunter2' }, signal);
    await expect(held).rejects.toMatchObject({ name: 'UnavailableError' });
    expect(await db.secret('held')).toBeUndefined();
  });
});
