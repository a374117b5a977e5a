import { eventBridgeRecords } from '@hanok/events';
import { asyncEvent } from '@hanok/lambda';
import { buildLambdaContext, recordLines } from '@hanok/lambda/testing';
import { describe, expect, it } from '@jest/globals';
import { flexMatchEvent } from './flexmatch-event.ts';
import sample from '../samples/flexmatch-event.json' with { type: 'json' };
import { buildFlexMatchEvent } from '../testing/flexmatch-event.ts';
import { countMatches } from '../index.ts';
import { eventOf } from './match-app.fixture.ts';

function open() {
  const { log, metrics, lines } = recordLines();
  const records = { records: eventBridgeRecords, record: flexMatchEvent };
  const ids = ({ id }: { id: string }) => ({ eventId: id });
  const handler = asyncEvent({
    ...{ log, metrics },
    ...records,
    ids,
    handle: countMatches({ log, metrics }),
  });
  return { lines, hear: (event: unknown) => handler(event, buildLambdaContext({ awsRequestId: 'r' })) };
}
const TICKET = { ticketId: 'ticket-1', playerId: 'CANARY-PLAYER' };

describe('countMatches', () => {
  it('logs and counts a match, without its players and their sessions', async () => {
    const { hear, lines } = open();
    await hear(sample);
    expect(lines()).toEqual([
      {
        ...{ level: 'info', service: 'test', message: 'match', requestId: 'r' },
        ...{ eventId: sample.id, type: 'MatchmakingSucceeded', matchId: sample.detail.matchId },
        ...{ tickets: 2, players: 2, longestWaitSeconds: 6.882, ticketIds: ['ticket-1', 'ticket-2'] },
      },
      expect.objectContaining({ MatchmakingSucceeded: 1, RecordsReceived: 1, RecordsFailed: 0 }),
    ]);
  });

  it.each(['MatchmakingTimedOut', 'MatchmakingCancelled', 'MatchmakingFailed'])(
    'logs and counts the end %s with its reason, and names no player',
    async (type) => {
      const { hear, lines } = open();
      await hear(buildFlexMatchEvent(eventOf(type, 5, TICKET, { reason: 'UNEXPECTED_ERROR' })));
      expect(lines()[0]).toMatchObject({
        message: 'no match',
        type,
        reason: 'UNEXPECTED_ERROR',
        longestWaitSeconds: 5,
      });
      expect(lines()[1]).toMatchObject({ [type]: 1 });
      expect(JSON.stringify(lines())).not.toContain('CANARY');
    },
  );

  it('counts what is on the way, without a line', async () => {
    const { hear, lines } = open();
    await hear(buildFlexMatchEvent(eventOf('AcceptMatch', 5, TICKET, { matchId: 'm' })));
    expect(lines()).toEqual([expect.objectContaining({ AcceptMatch: 1 })]);
  });

  it('counts an event of an unknown type, and rejects another event once', async () => {
    const { hear, lines } = open();
    await hear(buildFlexMatchEvent(eventOf('MatchmakingRequiresAcceptance', 5, TICKET)));
    await hear({ ...sample, source: 'aws.ec2' });
    expect(lines()).toMatchObject([
      { message: 'event of an unknown type', type: 'MatchmakingRequiresAcceptance' },
      { EventsUnknown: 1 },
      { message: 'record rejected', reason: 'Invalid' },
      { RejectedInvalid: 1 },
    ]);
  });
});
