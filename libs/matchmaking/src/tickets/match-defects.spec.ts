import { afterAll, describe, expect, it } from '@jest/globals';
import { eventOf, NOT_READY, startMatchApp, succeeded } from './match-app.fixture.ts';

const app = await startMatchApp();
afterAll(app.stop);
const { db } = app;
const JOIN = (name: string) => ({ IpAddress: '192.0.2.1', PlayerSessionId: `psess-${name}`, Port: 10_777 });

/** What the first version of these functions did wrong. */
describe('matchmaking', () => {
  it('stores and streams no password in plain text', async () => {
    const { request } = app.open();
    await request('plain', 'CANARY-PASSWORD');
    const stored = [
      await db.player('plain'),
      await db.secret('plain'),
      await db.tickets(),
      await db.streamed(),
    ];
    expect(JSON.stringify(stored)).not.toContain('CANARY-PASSWORD');
    expect(await db.player('plain')).toMatchObject({ Score: 1000, Win: 0, Lose: 0 });
  });

  it('lets one of two first sign-ins in, and answers the other AuthError', async () => {
    const { request } = app.open();
    const answers = await Promise.all([request('race', 'one'), request('race', 'other')]);
    expect(answers.filter((answer) => answer === 'AuthError')).toHaveLength(1);
  });

  it('tells a ticket to its own player alone, a foreign one as one that is not there', async () => {
    const { request, status, hear } = app.open();
    const ticket = await request('owner');
    await hear(succeeded(1, { owner: ticket }));
    const none = { ...NOT_READY, Status: 'NOT_FOUND' };
    expect(await status('another', ticket)).toEqual(none);
    expect(await status('owner', '00000000-0000-4000-8000-000000000000')).toEqual(none);
    expect(await status('owner', 'AuthError')).toEqual(none);
    expect(await status('owner', ticket)).toEqual(JOIN('owner'));
  });

  it('answers a connection as often as it is asked for', async () => {
    const { request, status, hear } = app.open();
    const ticket = await request('again');
    await hear(succeeded(1, { again: ticket }));
    for (let read = 0; read < 3; read++) expect(await status('again', ticket)).toEqual(JOIN('again'));
  });

  it('answers a player without connection as not ready', async () => {
    const { request, status, hear } = app.open();
    const ticket = await request('waits');
    expect(await status('waits', ticket)).toEqual(NOT_READY);
    await hear({ ...succeeded(1, {}), tickets: [{ ticketId: ticket, players: [{ playerId: 'waits' }] }] });
    expect(await status('waits', ticket)).toEqual({ ...NOT_READY, Status: 'COMPLETED' });
  });

  it('reads every record of an event of SNS', async () => {
    const { request, status, hear } = app.open();
    const names = ['record-1', 'record-2', 'record-3'];
    const tickets = await Promise.all(names.map((name) => request(name)));
    await hear(...names.map((name, index) => succeeded(1, { [name]: tickets[index] ?? '' })));
    for (const [index, name] of names.entries())
      expect(await status(name, tickets[index] ?? '')).toEqual(JOIN(name));
  });

  it.each([
    ['MatchmakingTimedOut', 'TIMED_OUT', 'Removed from matchmaking due to timing out.'],
    ['MatchmakingCancelled', 'CANCELLED', 'Cancelled by request.'],
    ['MatchmakingFailed', 'FAILED', 'An unexpected error was encountered during match placing.'],
  ])('tells the client the end %s, so that it does not ask for ever', async (type, Status, message) => {
    const { request, status, hear } = app.open();
    const ticketId = await request(type);
    await hear(eventOf(type, 5, { ticketId, playerId: type }, { message }));
    expect(await status(type, ticketId)).toEqual({ ...NOT_READY, Status, Reason: message });
  });

  it.each(['MatchmakingSearching', 'MatchmakingTimedOut', 'MatchmakingCancelled', 'MatchmakingFailed'])(
    'keeps a match when %s comes late, and when the match comes twice',
    async (type) => {
      const { request, status, hear } = app.open();
      const name = `late ${type}`;
      const ticketId = await request(name);
      await hear(succeeded(5, { [name]: ticketId }));
      for (const at of [1, 9]) await hear(eventOf(type, at, { ticketId, playerId: name }));
      await hear(succeeded(5, { [name]: ticketId }));
      expect(await status(name, ticketId)).toEqual(JOIN(name));
    },
  );

  it('lets no password, hash or session id into a log line or an answer to another', async () => {
    const { request, status, hear, hearText, post, lines } = app.open();
    const answers: unknown[] = [];
    const ticket = await request('canary', 'CANARY-PASS');
    answers.push(ticket, await request('canary', 'CANARY-WRONG'));
    answers.push(await post('/matchrequest', { PlayerName: 'canary', PlayerPass: ['CANARY-LIST'] }));
    answers.push(await post('/matchrequest', '{"PlayerName":"canary","PlayerPass":"CANARY-CUT'));
    answers.push(await post('/matchstatus', { PlayerName: 'canary', TicketId: { CANARY: 1 } }));
    await hear({
      ...succeeded(1, { canary: ticket }),
      gameSessionInfo: { ipAddress: '192.0.2.1', port: 1, gameSessionArn: 'CANARY-ARN' },
    });
    await hearText('{"CANARY":"psess-canary"');
    answers.push(await status('other', ticket));
    const secret = await db.secret('canary');
    const bytes = [secret?.['Hash']?.B, secret?.['Salt']?.B].map((each) => Buffer.from(each ?? []));
    const written = JSON.stringify([lines(), answers, await db.streamed()]);
    for (const text of [
      'CANARY',
      'psess-',
      ...bytes.flatMap((each) => [each.toString('base64'), each.toString('hex')]),
    ])
      expect(written).not.toContain(text);
    expect(lines().length).toBeGreaterThan(5);
  });
});
