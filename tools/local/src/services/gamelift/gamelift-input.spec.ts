import {
  DescribeMatchmakingCommand,
  DescribeMatchmakingConfigurationsCommand,
  DescribeMatchmakingRuleSetsCommand,
  type Player,
  StartMatchBackfillCommand,
  StartMatchmakingCommand,
  ValidateMatchmakingRuleSetCommand,
} from '@aws-sdk/client-gamelift';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type MatchmakingStack, startMatchmaking } from './matchmaking-stack.fixture.ts';

const RULE_SET = JSON.stringify({
  ruleLanguageVersion: '1.0',
  playerAttributes: ['string', 'number', 'string_list', 'string_number_map'].map((type) => ({
    ...{ name: type, type },
  })),
  teams: [{ name: 'all', minPlayers: 2, maxPlayers: 2 }],
});

let stack: MatchmakingStack;
beforeAll(async () => void (stack = await startMatchmaking({ ruleSet: RULE_SET })));
afterAll(() => stack.stop());

const ARN = 'arn:aws:gamelift:us-east-1:000000000000:matchmakingconfiguration/duel';
const ann: Player = { PlayerId: 'ann' };
const withValue = (PlayerAttributes: NonNullable<Player['PlayerAttributes']>): Player => ({
  ...{ ...ann, PlayerAttributes },
});
const start = (Players: Player[], TicketId?: string, ConfigurationName = 'duel') =>
  stack.client.send(
    new StartMatchmakingCommand({ ConfigurationName, Players, ...(TicketId !== undefined && { TicketId }) }),
  );
const letters = (count: number) => 'x'.repeat(count);
const many = <One>(count: number, one: (at: number) => One) =>
  Array.from({ length: count }, (_, at) => one(at));

describe('StartMatchmaking', () => {
  it('gives a ticket an id where the request has none', async () => {
    for (const id of [undefined, '']) {
      const { MatchmakingTicket } = await start([ann], id);
      expect(MatchmakingTicket?.TicketId).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it('answers the players as they came, with each list without what it has twice', async () => {
    const player: Player = {
      PlayerId: '한글 💥',
      PlayerAttributes: {
        ...{ string: { S: 'a' }, number: { N: -1.5 }, other: { S: 'of no rule set' } },
        ...{ string_list: { SL: ['a', 'b', 'a'] }, string_number_map: { SDM: { a: 1 } } },
      },
      LatencyInMs: { 'us-east-1': 20 },
    };
    const { MatchmakingTicket } = await start([player], 'Full-1.a', ARN);
    expect(MatchmakingTicket).toMatchObject({ TicketId: 'Full-1.a', ConfigurationName: 'duel' });
    const string_list = { SL: ['a', 'b'] };
    expect(MatchmakingTicket?.Players).toEqual([
      { ...player, PlayerAttributes: { ...player.PlayerAttributes, string_list } },
    ]);
  });

  it('takes an id once', async () => {
    await start([ann], 'twice');
    await expect(start([{ PlayerId: 'bob' }], 'twice')).rejects.toMatchObject({
      ...{ name: 'InvalidRequestException', message: 'The ticket id twice is in use already.' },
    });
  });

  it.each<[string, Player[], string]>([
    ['no player', [], 'refused'],
    ['eleven players', many(11, (at) => ({ PlayerId: `${at}` })), 'refused'],
    ['a player twice', [ann, ann], 'refused'],
    ['a player without a name', [{ PlayerId: '' }], 'refused'],
    ['a name of 1025 characters', [{ PlayerId: letters(1025) }], 'refused'],
    ['an id with a space', [ann], 'a b'],
    ['an id with an underscore', [ann], 'a_b'],
    ['an id of 129 characters', [ann], letters(129)],
    ['a latency of 0', [{ ...ann, LatencyInMs: { a: 0 } }], 'refused'],
    ['a latency that is no whole number', [{ ...ann, LatencyInMs: { a: 1.5 } }], 'refused'],
    ['a text for a number', [withValue({ number: { S: '1' } })], 'refused'],
    ['a number for a text', [withValue({ string: { N: 1 } })], 'refused'],
    ['a text for a list', [withValue({ string_list: { S: 'a' } })], 'refused'],
    ['a list for a map', [withValue({ string_number_map: { SL: ['a'] } })], 'refused'],
    ['a text of 101 characters', [withValue({ string: { S: letters(101) } })], 'refused'],
    ['an empty text', [withValue({ string: { S: '' } })], 'refused'],
    ['a list of 101', [withValue({ string_list: { SL: many(101, String) } })], 'refused'],
    [
      'a map of 11',
      [withValue({ string_number_map: { SDM: Object.fromEntries(many(11, (at) => [`${at}`, 1])) } })],
      'refused',
    ],
    ['eleven attributes', [withValue(Object.fromEntries(many(11, (at) => [`${at}`, { N: 1 }])))], 'refused'],
    ['a number that is none', [withValue({ number: { N: Number.NaN } })], 'refused'],
  ])('refuses %s', async (_, players, id) => {
    await expect(start(players, id)).rejects.toMatchObject({ name: 'InvalidRequestException' });
  });

  it.each(['none', ARN.replace('duel', 'none'), ARN.replace('000000000000', '111111111111')])(
    'finds no configuration %s',
    async (name) => {
      await expect(start([ann], undefined, name)).rejects.toMatchObject({ name: 'NotFoundException' });
    },
  );

  it('never matches a player without an attribute that has no default', async () => {
    await start([{ PlayerId: 'one' }], 'one');
    await start([{ PlayerId: 'two' }], 'two');
    await stack.pass(5);
    expect(await stack.statuses('one', 'two')).toEqual({ one: 'SEARCHING', two: 'SEARCHING' });
  });
});

describe('StartMatchBackfill', () => {
  it('refuses a team that the rule set does not have, and a player without one', async () => {
    for (const Team of ['none', undefined])
      await expect(
        stack.client.send(
          new StartMatchBackfillCommand({
            ConfigurationName: 'duel',
            Players: [{ ...ann, ...(Team !== undefined && { Team }) }],
          }),
        ),
      ).rejects.toMatchObject({ name: 'InvalidRequestException' });
  });
});

describe('the operations that describe', () => {
  it('leave out tickets that are not there, and take ten', async () => {
    const ids = many(10, (at) => `none-${at}`);
    const describing = (TicketIds: string[]) =>
      stack.client.send(new DescribeMatchmakingCommand({ TicketIds }));
    expect((await describing(ids)).TicketList).toEqual([]);
    await expect(describing([...ids, 'more'])).rejects.toMatchObject({ name: 'InvalidRequestException' });
  });

  it('show configurations by name, and rule sets, of which an unknown one is not found', async () => {
    const { client } = stack;
    const { Configurations } = await client.send(
      new DescribeMatchmakingConfigurationsCommand({ Names: ['duel', 'none'], RuleSetName: 'rules' }),
    );
    expect(Configurations).toMatchObject([
      { Name: 'duel', ConfigurationArn: ARN, RuleSetName: 'rules', FlexMatchMode: 'STANDALONE' },
    ]);
    const { RuleSets } = await client.send(new DescribeMatchmakingRuleSetsCommand());
    expect(RuleSets).toMatchObject([{ RuleSetName: 'rules', RuleSetBody: RULE_SET }]);
    await expect(
      client.send(new DescribeMatchmakingRuleSetsCommand({ Names: ['none'] })),
    ).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  it('say why a rule set is none', async () => {
    const { client } = stack;
    const validate = (RuleSetBody: string) =>
      client.send(new ValidateMatchmakingRuleSetCommand({ RuleSetBody }));
    expect(await validate(RULE_SET)).toMatchObject({ Valid: true });
    await expect(validate('{"teams":[]}')).rejects.toMatchObject({
      ...{ name: 'InvalidRequestException', message: expect.stringContaining('ruleLanguageVersion') },
    });
  });
});

describe('a request of another kind', () => {
  const call = (path: string, target: string, body: string) =>
    fetch(`${stack.url}${path}`, { method: 'POST', headers: { 'x-amz-target': target }, body });

  it('in CBOR is refused by the name of its operation, in CBOR', async () => {
    const response = await call('/service/GameLift/operation/StartMatchmaking', '', '');
    expect(response.status).toBe(501);
    expect(response.headers.get('smithy-protocol')).toBe('rpc-v2-cbor');
    const text = (value: string) => Buffer.concat([Buffer.from([0x79, 0, value.length]), Buffer.from(value)]);
    const message =
      'The local stack does not support gamelift:StartMatchmaking in CBOR (rpc-v2-cbor): use a client that speaks JSON';
    const entries = ['__type', 'NotImplementedException', 'message', message].map(text);
    const body = Buffer.from(await response.arrayBuffer());
    expect(body).toEqual(Buffer.concat([Buffer.from([0xa2]), ...entries]));
  });

  it('for an operation of a fleet is refused by name', async () => {
    const response = await call('/', 'GameLift.CreateFleet', '{}');
    expect([response.status, await response.json()]).toEqual([
      501,
      {
        __type: 'NotImplementedException',
        Message: 'The local stack does not support gamelift:CreateFleet',
      },
    ]);
  });

  it.each(['{"Players":', '[]', 'null', '{"ConfigurationName":{},"Players":[]}', '{"TicketId":1}'])(
    'with the body %s is refused',
    async (body) => {
      const response = await call('/', 'GameLift.StartMatchmaking', body);
      expect([response.status, await response.json()]).toEqual([
        400,
        { __type: expect.stringMatching(/Invalid|Serialization/), Message: expect.any(String) },
      ]);
    },
  );
});
