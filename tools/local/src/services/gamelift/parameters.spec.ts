import * as gamelift from '@aws-sdk/client-gamelift';
import { afterAll, beforeAll } from '@jest/globals';
import { callsJson } from '../../gateway/calls.fixture.ts';
import { describeParameters } from '../../gateway/parameters.fixture.ts';
import { type MatchmakingStack, startMatchmaking } from './matchmaking-stack.fixture.ts';
import { PARAMETERS } from './parameters.ts';

const PAGE = { Limit: 1, NextToken: '0' };
const PLAYER = {
  ...{ PlayerId: 'ann', LatencyInMs: { 'us-east-1': 20 } },
  PlayerAttributes: { a: { S: 'x', N: 1, SL: ['y'], SDM: { z: 2 } } },
};
const REQUEST = { ConfigurationName: 'none', TicketId: 'a' };

let stack: MatchmakingStack;
beforeAll(async () => void (stack = await startMatchmaking()));
afterAll(() => stack.stop());

describeParameters({
  service: 'GameLift',
  clients: [{ ...gamelift }],
  operations: Object.keys(PARAMETERS),
  table: PARAMETERS,
  samples: {
    StartMatchmaking: { ...REQUEST, Players: [PLAYER] },
    StartMatchBackfill: { ...REQUEST, Players: [{ ...PLAYER, Team: 'red' }], GameSessionArn: 'arn:x' },
    DescribeMatchmaking: { TicketIds: ['a'] },
    StopMatchmaking: { TicketId: 'a' },
    AcceptMatch: { TicketId: 'a', PlayerIds: ['ann'], AcceptanceType: 'ACCEPT' },
    ValidateMatchmakingRuleSet: { RuleSetBody: '{}' },
    DescribeMatchmakingConfigurations: { ...PAGE, Names: ['duel'], RuleSetName: 'rules' },
    DescribeMatchmakingRuleSets: { ...PAGE, Names: ['rules'] },
    DescribeGameSessionQueues: { ...PAGE, Names: ['games'] },
  },
  refusal: 'InvalidRequestException',
  call: callsJson(
    { name: 'gamelift' },
    () => stack.url,
    () => 'GameLift',
  ),
});
