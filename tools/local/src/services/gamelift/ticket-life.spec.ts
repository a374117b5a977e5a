import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type MatchmakingStack,
  RULE_SET,
  startMatchmaking,
  startTopic,
  TOPIC,
} from './matchmaking-stack.fixture.ts';
import { matchmakingConfiguration } from './resources/matchmaking-configuration.ts';
import { matchmakingRuleSet } from './resources/matchmaking-rule-set.ts';

let topic: Awaited<ReturnType<typeof startTopic>>;
beforeAll(async () => void (topic = await startTopic()));
afterAll(() => topic.stop());

let stack: MatchmakingStack;
afterEach(() => stack.stop());
const EVENT_ARN = 'arn:aws:gamelift:us-east-1:000000000000:matchmakingconfiguration/duel';

describe('a ticket', () => {
  it('goes through every status, one a second, and its events come to a queue behind the topic', async () => {
    stack = await startMatchmaking({}, topic);
    const started = await stack.start('a', { ann: 1000 });
    expect(started.MatchmakingTicket).toMatchObject({
      ...{ TicketId: 'a', Status: 'QUEUED', ConfigurationName: 'duel', ConfigurationArn: EVENT_ARN },
      ...{ StartTime: new Date('2026-11-01T09:00:00.000Z') },
      Players: [{ PlayerId: 'ann', PlayerAttributes: { score: { N: 1000 } } }],
    });
    await stack.pass(1);
    expect(await stack.statuses('a', 'none')).toEqual({ a: 'SEARCHING' });
    await stack.start('b', { bob: 1600 });
    await stack.pass(1);
    expect(await stack.statuses('a', 'b')).toEqual({ a: 'PLACING', b: 'PLACING' });
    await stack.pass(1);
    expect(await stack.ticket('b')).toMatchObject({
      Status: 'COMPLETED',
      EndTime: new Date('2026-11-01T09:00:03.000Z'),
      Players: [{ PlayerId: 'bob', Team: 'red' }],
    });
    expect(await stack.ticket('b')).not.toHaveProperty('GameSessionConnectionInfo');

    const tickets = [
      ['a', 'ann', 'blue'],
      ['b', 'bob', 'red'],
    ].map(([ticketId = '', playerId = '', team = '']) => ({
      ticketId,
      startTime: `2026-11-01T09:00:0${ticketId === 'a' ? 0 : 1}.000Z`,
      players: [{ playerId, team }],
    }));
    const [first, second] = ['ann', 'bob'].map((playerId) => ({ playerId }));
    const matchId = expect.stringMatching(/^[0-9a-f-]{36}$/);
    const common = { customEventData: 'foo' };
    const gameSessionInfo = { players: tickets.flatMap(({ players }) => players) };
    const envelope = (second: number, detail: object) => ({
      ...{ version: '0', id: matchId, 'detail-type': 'GameLift Matchmaking Event', source: 'aws.gamelift' },
      ...{ account: '000000000000', region: 'us-east-1', resources: [EVENT_ARN] },
      time: `2026-11-01T09:00:0${second}.000Z`,
      detail: { ...common, ...detail },
    });
    const searching = tickets.map(({ ticketId, startTime }, at) => ({
      ...{ type: 'MatchmakingSearching', estimatedWaitMillis: 'NOT_AVAILABLE' },
      tickets: [{ ticketId, startTime, players: [at === 0 ? first : second] }],
      gameSessionInfo: { players: [at === 0 ? first : second] },
    }));
    expect(stack.bus.map(({ detail }) => detail)).toEqual(stack.told().map(({ detail }) => detail));
    const heard = await topic.heard();
    expect(heard).toHaveLength(4);
    expect(heard).toEqual(
      expect.arrayContaining([
        ...searching.map((detail, at) => envelope(at + 1, detail)),
        envelope(2, {
          ...{ type: 'PotentialMatchCreated', tickets, gameSessionInfo, matchId },
          acceptanceRequired: false,
          ruleEvaluationMetrics: [{ ruleName: 'FairTeamSkill', passedCount: 2, failedCount: 0 }],
        }),
        envelope(3, { type: 'MatchmakingSucceeded', tickets, gameSessionInfo, matchId }),
      ]),
    );
  });

  it('meets one that is further away once the expansion lets it, by the younger one', async () => {
    stack = await startMatchmaking();
    await stack.start('a', { ann: 1000 });
    await stack.pass(20);
    await stack.start('b', { bob: 1900 });
    await stack.pass(9);
    expect(await stack.statuses('a', 'b')).toEqual({ a: 'SEARCHING', b: 'SEARCHING' });
    await stack.pass(1);
    expect(await stack.statuses('a', 'b')).toEqual({ a: 'PLACING', b: 'PLACING' });
  });

  it('times out, which its event says', async () => {
    stack = await startMatchmaking();
    await stack.start('a', { ann: 1000 });
    await stack.pass(59);
    expect(await stack.statuses('a')).toEqual({ a: 'SEARCHING' });
    await stack.pass(1);
    const message = 'Removed from matchmaking due to timing out.';
    expect(await stack.ticket('a')).toMatchObject({
      ...{ Status: 'TIMED_OUT', StatusReason: 'TimedOut', StatusMessage: message },
      EndTime: new Date('2026-11-01T09:01:00.000Z'),
    });
    expect(stack.told().at(-1)?.detail).toEqual({
      ...{ type: 'MatchmakingTimedOut', reason: 'TimedOut', message, customEventData: 'foo' },
      tickets: [{ ticketId: 'a', startTime: '2026-11-01T09:00:00.000Z', players: [{ playerId: 'ann' }] }],
      gameSessionInfo: { players: [{ playerId: 'ann' }] },
      ruleEvaluationMetrics: [{ ruleName: 'FairTeamSkill', passedCount: 0, failedCount: 0 }],
    });
  });

  it('is cancelled by request, once', async () => {
    stack = await startMatchmaking();
    await stack.start('a', { ann: 1000 });
    const { $metadata, ...answer } = await stack.cancel('a');
    expect([$metadata.httpStatusCode, answer]).toEqual([200, {}]);
    const words = { reason: 'Cancelled', message: 'Cancelled by request.' };
    expect(await stack.ticket('a')).toMatchObject({
      ...{ Status: 'CANCELLED', StatusReason: words.reason, StatusMessage: words.message },
    });
    const [cancelled, ...others] = stack.told();
    expect(others).toEqual([]);
    expect(cancelled?.detail).toMatchObject({
      ...{ type: 'MatchmakingCancelled', ...words },
      ruleEvaluationMetrics: [{ ruleName: 'FairTeamSkill', passedCount: 0, failedCount: 0 }],
    });
    await expect(stack.cancel('a')).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: expect.stringContaining('CANCELLED'),
    });
    await stack.pass(3);
    expect(stack.told()).toEqual([]);
  });

  it('is cancelled by a newer one of one of its players, and its match with it', async () => {
    stack = await startMatchmaking();
    await stack.start('a', { ann: 1000 });
    await stack.start('b', { bob: 1000 });
    await stack.pass(1);
    expect(await stack.statuses('a', 'b')).toEqual({ a: 'PLACING', b: 'PLACING' });
    await stack.start('c', { ann: 1000 });
    expect(await stack.statuses('a', 'b', 'c')).toEqual({ a: 'CANCELLED', b: 'SEARCHING', c: 'QUEUED' });
    expect(stack.told().slice(-2)).toMatchObject([
      { detail: { type: 'MatchmakingCancelled', tickets: [{ ticketId: 'a' }] } },
      { detail: { type: 'MatchmakingSearching', tickets: [{ ticketId: 'b' }] } },
    ]);
    await stack.pass(3);
    expect(await stack.statuses('a', 'b', 'c')).toEqual({ a: 'CANCELLED', b: 'COMPLETED', c: 'COMPLETED' });
  });

  it('is known for an hour after its end', async () => {
    stack = await startMatchmaking();
    await stack.start('a', { ann: 1000 });
    await stack.cancel('a');
    await stack.pass(3599);
    expect(await stack.statuses('a')).toEqual({ a: 'CANCELLED' });
    await stack.pass(1);
    expect(await stack.statuses('a')).toEqual({});
    await stack.start('a', { ann: 1000 });
  });
});

describe('a round', () => {
  it('that fails for one configuration runs for the others, and is told once', async () => {
    stack = await startMatchmaking();
    await stack.make(matchmakingRuleSet, { Name: 'lost', RuleSetBody: RULE_SET });
    await stack.make(matchmakingConfiguration, {
      ...{ Name: 'broken', RuleSetName: 'lost', RequestTimeoutSeconds: 60, AcceptanceRequired: false },
      FlexMatchMode: 'STANDALONE',
    });
    await stack.start('a', { ann: 1000 }, 'broken');
    await stack.start('b', { bob: 1000 });
    stack.resources.ruleSets.delete('lost');
    await stack.pass(3);
    expect(await stack.statuses('a', 'b')).toEqual({ a: 'QUEUED', b: 'SEARCHING' });
    expect(stack.notices).toEqual([expect.stringContaining('Matchmaking rule set lost does not exist')]);
  });
});

describe('a topic', () => {
  it('whose policy does not name the configuration hears nothing, of which there is one notice', async () => {
    stack = await startMatchmaking({}, topic);
    await stack.make(matchmakingConfiguration, {
      ...{ Name: 'other', RuleSetName: 'rules', RequestTimeoutSeconds: 60, AcceptanceRequired: false },
      ...{ FlexMatchMode: 'STANDALONE', NotificationTarget: TOPIC },
    });
    await stack.start('a', { ann: 1000 }, 'other');
    await stack.start('b', { bob: 1000 }, 'other');
    await stack.pass(3);
    expect(await topic.heard()).toEqual([]);
    expect(stack.notices).toEqual([expect.stringContaining('gamelift.amazonaws.com is not authorized')]);
  });
});
