import { describe, expect, it } from '@jest/globals';
import { eventBridgeRecords, parseInput, snsRecord, snsRecords } from '@hanok/events';
import snsSample from '@hanok/events/samples/sns.json' with { type: 'json' };
import { buildSnsEvent } from '@hanok/events/testing';
import { type FlexMatchDetail, flexMatchEvent } from './flexmatch-event.ts';
import sample from '../samples/flexmatch-event.json' with { type: 'json' };
import { buildFlexMatchEvent } from '../testing/flexmatch-event.ts';

const TICKETS = [{ ticketId: 'ticket-1', players: [{ playerId: 'SomeName' }] }];
const METRICS = [{ ruleName: 'FairTeamSkill', passedCount: 3, failedCount: 0 }];
const message = snsRecord(flexMatchEvent);

const read = (type: string, detail: Readonly<Record<string, unknown>> = {}) =>
  parseInput(flexMatchEvent, buildFlexMatchEvent({ type, tickets: TICKETS, detail }));
const detailOf = (type: string, detail: Readonly<Record<string, unknown>> = {}): FlexMatchDetail | string => {
  const parsed = read(type, detail);
  return parsed.ok ? parsed.value.detail : parsed.reason;
};

describe('a matchmaking event', () => {
  it.each([
    ['MatchmakingSearching', { estimatedWaitMillis: 'NOT_AVAILABLE' }],
    ['MatchmakingSearching', { estimatedWaitMillis: 12 }],
    ['MatchmakingSearching', {}],
    [
      'PotentialMatchCreated',
      { matchId: 'm', acceptanceRequired: true, acceptanceTimeout: 600, ruleEvaluationMetrics: METRICS },
    ],
    ['AcceptMatch', { matchId: 'm' }],
    ['AcceptMatch', {}],
    ['AcceptMatchCompleted', { matchId: 'm', acceptance: 'TimedOut' }],
    ['MatchmakingSucceeded', { matchId: 'm' }],
    ['MatchmakingTimedOut', { reason: 'TimedOut', message: 'out', ruleEvaluationMetrics: METRICS }],
    ['MatchmakingCancelled', { reason: 'Cancelled', message: 'by request', ruleEvaluationMetrics: METRICS }],
    ['MatchmakingFailed', { reason: 'UNEXPECTED_ERROR', matchId: 'm', customEventData: 'foo' }],
  ])('%s is read with its fields %j', (type, detail) => {
    expect(detailOf(type, detail)).toMatchObject({ type, tickets: TICKETS, ...detail });
  });

  it.each(['MatchmakingRequiresAcceptance', 'constructor', 'Unknown', ' MatchmakingSucceeded'])(
    'of the type %j, which the reference does not name, is Unknown',
    (type) => {
      expect(detailOf(type)).toEqual({ type: 'Unknown', name: type });
    },
  );

  it('has every ticket of its match, and each player with a session', () => {
    const parsed = parseInput(flexMatchEvent, sample);
    expect(parsed.ok && parsed.value.detail).toMatchObject({
      tickets: [{ ticketId: 'ticket-1' }, { ticketId: 'ticket-2' }],
      gameSessionInfo: { ipAddress: '192.0.2.1', port: 10_777, players: [{ team: 'blue' }, { team: 'red' }] },
    });
  });

  it('needs no address in a match that GameLift does not place', () => {
    expect(detailOf('MatchmakingSucceeded', { matchId: 'm' })).toMatchObject({
      gameSessionInfo: { players: [{ playerId: 'SomeName' }] },
    });
  });

  it.each([
    ['MatchmakingSearching', { estimatedWaitMillis: 'soon' }, 'detail.estimatedWaitMillis'],
    ['MatchmakingSearching', { estimatedWaitMillis: 1.5 }, 'detail.estimatedWaitMillis'],
    ['PotentialMatchCreated', { matchId: 'm' }, 'detail.acceptanceRequired: missing'],
    ['AcceptMatchCompleted', { matchId: 'm' }, 'detail.acceptance: missing'],
    ['AcceptMatch', { matchId: 7 }, 'detail.matchId: expected string'],
    ['MatchmakingFailed', { tickets: [{ players: [] }] }, 'detail.tickets.0.ticketId: missing'],
    ['MatchmakingFailed', { tickets: 'all' }, 'detail.tickets: expected array'],
    ['MatchmakingTimedOut', { tickets: undefined }, 'detail.tickets: missing'],
    ['', {}, 'detail.type: at least 1 characters'],
  ])('%s with %j is refused, naming the field', (type, detail, reason) => {
    expect(detailOf(type, detail)).toContain(reason);
  });

  it.each([
    ['source', 'aws.ec2', 'source: expected one of aws.gamelift'],
    ['detail-type', 'EC2 Instance State-change', 'detail-type: expected one of GameLift Matchmaking Event'],
    ['time', 'yesterday', 'time: expected datetime'],
    ['time', undefined, 'time: missing'],
    ['id', '', 'id: at least 1 characters'],
    ['detail', null, 'detail: expected object'],
  ])('whose %s is %j is refused, naming the field', (name, value, reason) => {
    expect(parseInput(flexMatchEvent, { ...sample, [name]: value })).toEqual({ ok: false, reason });
  });

  it.each([0, 65_536, 1.5, '10777', null])('whose port is %j is refused', (port) => {
    const gameSessionInfo = { ...sample.detail.gameSessionInfo, port };
    const event = { ...sample, detail: { ...sample.detail, gameSessionInfo } };
    expect(parseInput(flexMatchEvent, event)).toMatchObject({
      reason: expect.stringContaining('detail.gameSessionInfo.port: '),
    });
  });
});

describe('a message of SNS', () => {
  it('is the matchmaking event in its text, in the sample and in what the builder makes', () => {
    const built = buildSnsEvent([JSON.stringify(sample), JSON.stringify(sample)]);
    for (const [event, count] of [
      [snsSample, 1],
      [built, 2],
    ] as const) {
      const parsed = parseInput(snsRecords, event);
      const messages = parsed.ok ? parsed.value.map((each) => parseInput(message, each)) : [];
      expect(messages).toHaveLength(count);
      for (const each of messages)
        expect(each).toMatchObject({ ok: true, value: { Sns: { Message: { id: sample.id } } } });
    }
  });

  it.each([
    ['no JSON', 'hello', 'Sns.Message: not valid JSON'],
    ['a key twice', '{"id":"a","id":"b"}', 'Sns.Message: a key stands twice'],
    ['no event', '{}', 'Sns.Message.id: missing'],
    ['JSON in JSON', JSON.stringify(JSON.stringify(sample)), 'Sns.Message: expected object'],
  ])('with %s is refused', (_case, text, reason) => {
    expect(parseInput(message, buildSnsEvent([text]).Records[0])).toMatchObject({
      ok: false,
      reason: expect.stringContaining(reason),
    });
  });

  it('of another service is none', () => {
    const record = { ...snsSample.Records[0], EventSource: 'aws:sqs' };
    expect(parseInput(message, record)).toEqual({
      ok: false,
      reason: 'EventSource: expected one of aws:sns',
    });
  });
});

describe('an event of EventBridge', () => {
  it('is the one record of itself', () => {
    expect(parseInput(eventBridgeRecords, sample)).toEqual({ ok: true, value: [sample] });
  });

  it.each([[{}], [{ Records: [] }], ['text'], [null]])('is not %j', (event) => {
    expect(parseInput(eventBridgeRecords, event)).toMatchObject({ ok: false });
  });
});
