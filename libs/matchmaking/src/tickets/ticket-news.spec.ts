import { parseInput } from '@hanok/events';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { flexMatchEvent } from './flexmatch-event.ts';
import sample from '../samples/flexmatch-event.json' with { type: 'json' };
import { buildFlexMatchEvent } from '../testing/flexmatch-event.ts';
import { eventOf, succeeded } from './match-app.fixture.ts';
import { isOpen, newsOf, orderOf, TICKET_STATUSES, type TicketNews } from './ticket-news.ts';

const TICKET = { ticketId: 't', playerId: 'SomeName' };
function read(event: unknown): TicketNews[] {
  const parsed = parseInput(flexMatchEvent, event);
  if (!parsed.ok) throw new TypeError(parsed.reason);
  return newsOf(parsed.value);
}
const newsFrom = (type: string, detail: Readonly<Record<string, unknown>> = {}) =>
  read(buildFlexMatchEvent(eventOf(type, 1, TICKET, detail)));

describe('what an event says of a ticket', () => {
  it.each([
    ['MatchmakingSearching', {}, 'SEARCHING'],
    ['PotentialMatchCreated', { matchId: 'm', acceptanceRequired: true }, 'REQUIRES_ACCEPTANCE'],
    ['PotentialMatchCreated', { matchId: 'm', acceptanceRequired: false }, 'PLACING'],
    ['AcceptMatch', { matchId: 'm' }, 'REQUIRES_ACCEPTANCE'],
    ['AcceptMatchCompleted', { matchId: 'm', acceptance: 'Accepted' }, 'PLACING'],
    ['AcceptMatchCompleted', { matchId: 'm', acceptance: 'Rejected' }, 'SEARCHING'],
    ['AcceptMatchCompleted', { matchId: 'm', acceptance: 'TimedOut' }, 'SEARCHING'],
    ['MatchmakingSucceeded', { matchId: 'm' }, 'COMPLETED'],
    ['MatchmakingTimedOut', { reason: 'TimedOut' }, 'TIMED_OUT'],
    ['MatchmakingCancelled', { reason: 'Cancelled' }, 'CANCELLED'],
    ['MatchmakingFailed', { reason: 'UNEXPECTED_ERROR' }, 'FAILED'],
  ])('%s %j is the status %s', (type, detail, status) => {
    expect(newsFrom(type, detail)).toMatchObject([
      { ticketId: 't', status, at: Date.parse('2026-11-01T09:00:01Z') },
    ]);
  });

  it('is nothing when its type is not known', () => {
    expect(newsFrom('MatchmakingRequiresAcceptance')).toEqual([]);
  });

  it('is said of every ticket of a match, to each the sessions of its own players alone', () => {
    expect(read(sample)).toMatchObject([
      {
        ticketId: 'ticket-1',
        gameSession: { Players: [{ PlayerId: 'SomeName', PlayerSessionId: 'psess-0000-one' }] },
      },
      { ticketId: 'ticket-2', gameSession: { Players: [{ PlayerId: 'OtherName' }] } },
    ]);
    expect(JSON.stringify(read(sample)[0])).not.toContain('psess-0000-two');
  });

  it('has no session without an address, a port or a session of one of its players', () => {
    const match = succeeded(1, { SomeName: 't' });
    const { type, tickets, detail = {} } = match;
    const without = [
      { type, tickets, detail },
      { ...match, gameSessionInfo: { ipAddress: '192.0.2.1' } },
      { ...match, tickets: [{ ticketId: 't', players: [{ playerId: 'SomeName' }] }] },
    ];
    for (const change of without)
      expect(read(buildFlexMatchEvent(change))).toEqual([
        expect.not.objectContaining({ gameSession: expect.anything() }),
      ]);
  });

  it('tells why a ticket ended in the words of GameLift', () => {
    const message = 'Removed from matchmaking due to timing out.';
    expect(newsFrom('MatchmakingTimedOut', { reason: 'TimedOut', message })).toMatchObject([
      { reason: message },
    ]);
    expect(newsFrom('MatchmakingFailed', { reason: 'UNEXPECTED_ERROR' })).toMatchObject([
      { reason: 'UNEXPECTED_ERROR' },
    ]);
  });
});

describe('the order of news', () => {
  const session = { IpAddress: '192.0.2.1', Port: 1, Players: [] };
  const news = fc.record(
    {
      status: fc.constantFrom(...TICKET_STATUSES),
      at: fc.integer({ min: 0, max: 4e12 }),
      step: fc.integer({ min: 0, max: 3 }),
      gameSession: fc.constant(session),
    },
    { requiredKeys: ['status', 'at'] },
  );

  it('puts every end after what is open, and a played match after every other end', () => {
    fc.assert(
      fc.property(news, news, (one, other) => {
        if (isOpen(one.status) && !isOpen(other.status)) expect(orderOf(one) < orderOf(other)).toBe(true);
        if (other.status === 'COMPLETED' && one.status !== 'COMPLETED')
          expect(orderOf(one) < orderOf(other)).toBe(true);
      }),
    );
  });

  it('puts the later of two open ones, the earlier of two ends, and the match that can be joined, last', () => {
    fc.assert(
      fc.property(news, fc.integer({ min: 1, max: 1e9 }), (one, later) => {
        const after = orderOf({ ...one, at: one.at + later });
        expect(orderOf(one) < after).toBe(isOpen(one.status));
        const match = { status: 'COMPLETED', at: one.at } as const;
        expect(orderOf({ ...match, at: 0 }) < orderOf({ ...match, gameSession: session })).toBe(true);
      }),
    );
  });

  it('puts what was proposed, accepted and given up in one millisecond in this order', () => {
    const orders = [0, 1, 2, 3].map((step) => orderOf({ status: 'SEARCHING', at: 7, step }));
    expect(orders.toSorted()).toEqual(orders);
  });
});
