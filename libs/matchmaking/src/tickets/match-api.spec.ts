import { S3_FAULTS, dynamodbFaults, SEED, seededRandom } from '@hanok/testing';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventOf, NOT_READY, START, startMatchApp, succeeded } from './match-app.fixture.ts';

const app = await startMatchApp();
const { db, gameLift, toTables, toGameLift } = app;
const { dynamodb, gamelift } = app.faulty;
afterAll(app.stop);
beforeEach(() => {
  toTables.follow(() => undefined);
  toGameLift.follow(() => undefined);
  gameLift.calls.splice(0);
});
const { replyLost, reset } = S3_FAULTS;
const ERROR = { status: 200, body: { TicketId: 'MatchError' } };

describe('POST /matchrequest', () => {
  it('answers the ticket, and asks for a match with the score of the player', async () => {
    const { post } = app.open();
    await db.putPlayer({ PlayerName: 'scored', Score: 1450 });
    const { status, body } = await post('/matchrequest', { PlayerName: 'scored', PlayerPass: 'hunter2' });
    expect({ status, body }).toEqual({
      status: 200,
      body: { TicketId: expect.stringMatching(/^[a-zA-Z0-9-]{36}$/) },
    });
    expect(gameLift.tickets.get(body.TicketId)).toMatchObject({
      ConfigurationName: 'GomokuMatchConfig',
      Players: [{ PlayerId: 'scored', PlayerAttributes: { score: { N: 1450 } } }],
    });
  });

  it('answers AuthError for a wrong password, and asks for no match', async () => {
    const { post, request } = app.open();
    await request('guarded');
    gameLift.calls.splice(0);
    const wrong = await post('/matchrequest', { PlayerName: 'guarded', PlayerPass: 'wrong' });
    expect(wrong).toEqual({ status: 200, body: { TicketId: 'AuthError' } });
    expect(gameLift.calls).toEqual([]);
  });

  it.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['a text', '"PlayerName"'],
    ['null', 'null'],
    ['no name', { PlayerPass: 'a' }],
    ['no password', { PlayerName: 'a' }],
    ['an empty name', { PlayerName: '', PlayerPass: 'a' }],
    ['an empty password', { PlayerName: 'a', PlayerPass: '' }],
    ['a number', { PlayerName: 7, PlayerPass: 'a' }],
    ['a password of another type', { PlayerName: 'a', PlayerPass: { S: 'a' } }],
    ['a lone surrogate', { PlayerName: '\ud800', PlayerPass: 'a' }],
    ['1,025 bytes of a name', { PlayerName: '가'.repeat(342), PlayerPass: 'a' }],
    ['1,025 bytes of a password', { PlayerName: 'a', PlayerPass: 'a'.repeat(1025) }],
    ['a megabyte of password', { PlayerName: 'a', PlayerPass: 'a'.repeat(1 << 20) }],
    ['a name twice', '{"PlayerName":"a","PlayerName":"b","PlayerPass":"c"}'],
    ['a polluted prototype', '{"__proto__":{"PlayerName":"a","PlayerPass":"b"}}'],
  ])('answers MatchError for a body with %s, and creates no one', async (_case, body) => {
    const { post } = app.open();
    expect(await post('/matchrequest', body)).toEqual(ERROR);
    expect(gameLift.calls).toEqual([]);
    expect(await db.player('a')).toBeUndefined();
  });

  it('takes the longest name and password, and other fields beside them', async () => {
    const { post } = app.open();
    const body = { PlayerName: 'n'.repeat(1024), PlayerPass: 'p'.repeat(1024), Version: 2 };
    expect((await post('/matchrequest', body)).body.TicketId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('answers MatchError while the tables do not answer', async () => {
    const { post, lines } = app.open({ dynamodb });
    toTables.follow(() => dynamodbFaults(() => seededRandom(SEED)).serverError);
    expect(await post('/matchrequest', { PlayerName: 'down', PlayerPass: 'CANARY' })).toEqual(ERROR);
    expect(lines()).toContainEqual(expect.objectContaining({ message: 'match request failed' }));
    expect(lines().at(-1)).toMatchObject({ RequestsFailed: 1 });
    expect(JSON.stringify(lines())).not.toContain('CANARY');
  });

  it('answers MatchError when GameLift refuses, and its ticket has failed', async () => {
    const { request } = app.open({ gamelift });
    toGameLift.follow(() => reset);
    expect(await request('refused')).toBe('MatchError');
    const own = (await db.tickets()).filter(({ PlayerName }) => PlayerName?.S === 'refused');
    expect(own).toMatchObject([{ TicketStatus: { S: 'FAILED' } }]);
  });

  it('answers the ticket that stands when only the answer of GameLift is lost', async () => {
    const { request } = app.open({ gamelift });
    toGameLift.follow(({ headers }) =>
      String(headers['x-amz-target']).endsWith('StartMatchmaking') ? replyLost : undefined,
    );
    const ticket = await request('lost');
    expect(gameLift.tickets.get(ticket)).toMatchObject({ Status: 'QUEUED' });
    expect(gameLift.calls).toEqual(['StartMatchmaking', 'DescribeMatchmaking']);
  });

  it('answers the ticket when the first answer to each write of a table is lost', async () => {
    const retrying = db.connect({ endpoint: toTables.endpoint });
    const { request } = app.open({ dynamodb: retrying });
    const lost = new Set<unknown>();
    toTables.follow(({ headers }) => {
      const target = headers['x-amz-target'];
      if (lost.has(target)) return undefined;
      lost.add(target);
      return replyLost;
    });
    expect(await request('twice')).toMatch(/^[0-9a-f-]{36}$/);
    expect([...lost].map((target) => String(target).split('.')[1]).toSorted()).toEqual([
      ...['GetItem', 'PutItem', 'TransactWriteItems'],
    ]);
  });

  it('has the ticket written before GameLift knows of it, so that the first event finds it', async () => {
    const { request, status, hear } = app.open({ gamelift });
    toGameLift.follow(async ({ body, headers }) => {
      if (!String(headers['x-amz-target']).endsWith('StartMatchmaking')) return undefined;
      await hear(succeeded(0, { early: JSON.parse(body.toString()).TicketId }));
      return undefined;
    });
    expect(await status('early', await request('early'))).toMatchObject({ Port: 10_777 });
  });
});

describe('POST /matchstatus', () => {
  const INVALID = { status: 200, body: { ...NOT_READY, Status: 'INVALID', Reason: expect.any(String) } };

  it.each([
    ['no JSON', '{'],
    ['no ticket', { PlayerName: 'a' }],
    ['no name', { TicketId: 'a' }],
    ['an empty ticket', { PlayerName: 'a', TicketId: '' }],
    ['a ticket of 129 bytes', { PlayerName: 'a', TicketId: 'a'.repeat(129) }],
    ['a list of tickets', { PlayerName: 'a', TicketId: ['a'] }],
  ])('answers a body with %s as not ready and INVALID', async (_case, body) => {
    expect(await app.open().post('/matchstatus', body)).toEqual(INVALID);
  });

  it('answers the bare shape until there is a connection or an end', async () => {
    const { request, status, hear } = app.open();
    const ticketId = await request('bare');
    const ticket = { ticketId, playerId: 'bare' };
    expect(await status('bare', ticketId)).toEqual(NOT_READY);
    const proposed = { matchId: 'm', acceptanceRequired: true };
    for (const event of [
      eventOf('MatchmakingSearching', 1, ticket, { estimatedWaitMillis: 'NOT_AVAILABLE' }),
      eventOf('PotentialMatchCreated', 2, ticket, proposed),
      eventOf('AcceptMatchCompleted', 3, ticket, { matchId: 'm', acceptance: 'Rejected' }),
    ]) {
      await hear(event);
      expect(await status('bare', ticketId)).toEqual(NOT_READY);
    }
  });

  it('answers a match in the mode STANDALONE as COMPLETED, without a connection', async () => {
    const { request, status, hear } = app.open();
    const ticket = await request('alone');
    const { type, tickets, detail = {} } = succeeded(1, { alone: ticket });
    await hear({ type, tickets, detail });
    expect(await status('alone', ticket)).toEqual({ ...NOT_READY, Status: 'COMPLETED' });
  });

  it('answers a match that follows another end without the reason of that', async () => {
    const { request, status, hear } = app.open();
    const ticketId = await request('both ends');
    await hear(
      eventOf('MatchmakingTimedOut', 1, { ticketId, playerId: 'both ends' }, { reason: 'TimedOut' }),
    );
    expect(await status('both ends', ticketId)).toMatchObject({ Status: 'TIMED_OUT', Reason: 'TimedOut' });
    const { type, tickets, detail = {} } = succeeded(2, { 'both ends': ticketId });
    await hear({ type, tickets, detail });
    expect(await status('both ends', ticketId)).toEqual({ ...NOT_READY, Status: 'COMPLETED' });
    await hear(succeeded(2, { 'both ends': ticketId }));
    expect(await status('both ends', ticketId)).toMatchObject({ Port: 10_777 });
  });

  it('forgets a ticket after a day', async () => {
    const { request, status, clock } = app.open();
    const ticket = await request('yesterday');
    clock.at += 86_400_000;
    expect(await status('yesterday', ticket)).toEqual({ ...NOT_READY, Status: 'NOT_FOUND' });
  });
});

describe('a ticket of which nothing is heard', () => {
  const silent = async (name: string, clients: Parameters<typeof app.open>[0] = {}) => {
    const opened = app.open(clients);
    const ticket = await opened.request(name);
    gameLift.calls.splice(0);
    return { ...opened, ticket, ask: () => opened.status(name, ticket) };
  };

  it('is asked for after 30 s, once every 10 s, however many ask at once', async () => {
    const { ask, clock } = await silent('silent');
    const asked = async (seconds: number) => {
      clock.at = START + seconds * 1000;
      await Promise.all([ask(), ask(), ask()]);
      return gameLift.calls.length;
    };
    const seen = [];
    for (const second of [0, 29, 30, 31, 39, 40, 45, 50]) seen.push(await asked(second));
    expect(seen).toEqual([0, 0, 1, 1, 1, 2, 2, 3]);
  });

  it('is asked for 30 s after the last event', async () => {
    const { ask, clock, hear, ticket } = await silent('heard');
    clock.at = START + 25_000;
    await hear(eventOf('MatchmakingSearching', 25, { ticketId: ticket, playerId: 'heard' }));
    clock.at = START + 54_000;
    expect(await ask()).toEqual(NOT_READY);
    expect(gameLift.calls).toEqual([]);
    clock.at = START + 55_000;
    await ask();
    expect(gameLift.calls).toEqual(['DescribeMatchmaking']);
  });

  it('has the connection of the match whose event was lost', async () => {
    const { ask, clock, ticket, lines } = await silent('healed');
    Object.assign(gameLift.tickets.get(ticket) ?? {}, {
      Status: 'COMPLETED',
      EndTime: START / 1000 + 5,
      GameSessionConnectionInfo: {
        IpAddress: '192.0.2.9',
        Port: 7777,
        MatchedPlayerSessions: [
          { PlayerId: 'other', PlayerSessionId: 'psess-other' },
          { PlayerId: 'healed', PlayerSessionId: 'psess-healed' },
        ],
      },
    });
    expect(await ask()).toEqual(NOT_READY);
    clock.at = START + 30_000;
    const connection = { IpAddress: '192.0.2.9', PlayerSessionId: 'psess-healed', Port: 7777 };
    expect(await ask()).toEqual(connection);
    expect(await ask()).toEqual(connection);
    expect(gameLift.calls).toEqual(['DescribeMatchmaking']);
    expect(lines()).toContainEqual(expect.objectContaining({ TicketsAsked: 1, TicketsHealed: 1 }));
  });

  it.each(['FAILED', 'CANCELLED', 'TIMED_OUT'])('has the end %s whose event was lost', async (Status) => {
    const { ask, clock, ticket } = await silent(`healed ${Status}`);
    Object.assign(gameLift.tickets.get(ticket) ?? {}, { Status, StatusMessage: 'Because.' });
    clock.at = START + 30_000;
    expect(await ask()).toEqual({ ...NOT_READY, Status, Reason: 'Because.' });
  });

  it('and which GameLift does not know, as after a crash between the two writes, has failed', async () => {
    const { ask, clock, ticket } = await silent('crashed');
    gameLift.tickets.delete(ticket);
    expect(await ask()).toEqual(NOT_READY);
    clock.at = START + 30_000;
    const failed = { ...NOT_READY, Status: 'FAILED', Reason: 'GameLift knows no such ticket.' };
    expect(await ask()).toEqual(failed);
  });

  it('is answered as it stands while GameLift does not answer, or says what is not known', async () => {
    const { ask, clock, ticket, lines } = await silent('unsure', { gamelift });
    clock.at = START + 30_000;
    toGameLift.follow(() => reset);
    expect(await ask()).toEqual(NOT_READY);
    toGameLift.follow(() => undefined);
    Object.assign(gameLift.tickets.get(ticket) ?? {}, { Status: 'DREAMING' });
    clock.at = START + 40_000;
    expect(await ask()).toEqual(NOT_READY);
    expect(lines().filter(({ message }) => message === 'ticket not asked for')).toHaveLength(2);
  });

  it('is not asked for once it has ended', async () => {
    const { ask, clock, hear, ticket } = await silent('ended');
    await hear(eventOf('MatchmakingCancelled', 1, { ticketId: ticket, playerId: 'ended' }));
    clock.at = START + 3_600_000;
    expect(await ask()).toMatchObject({ Status: 'CANCELLED' });
    expect(gameLift.calls).toEqual([]);
  });
});
