import { type ParameterTable, supported, withoutEffect } from '../../gateway/parameters.ts';

/** An attribute has one of them, by its type. */
const VALUES = { '*': supported('S', 'N', 'SL', 'SDM') };
const PLAYER = { ...supported('PlayerId', 'LatencyInMs'), PlayerAttributes: VALUES };
/** Where an answer begins, and how much it has. */
const PAGE = supported('Limit', 'NextToken');

/** What the stack does with each parameter of GameLift; it has no fleets, whose operations are refused by name. */
export const PARAMETERS: ParameterTable = {
  StartMatchmaking: {
    ...supported('ConfigurationName', 'TicketId'),
    Players: { ...PLAYER, ...withoutEffect('the match gives players their teams', 'Team') },
  },
  StartMatchBackfill: {
    ...supported('ConfigurationName', 'TicketId', 'GameSessionArn'),
    Players: { ...PLAYER, ...supported('Team') },
  },
  DescribeMatchmaking: supported('TicketIds'),
  StopMatchmaking: supported('TicketId'),
  AcceptMatch: supported('TicketId', 'PlayerIds', 'AcceptanceType'),
  ValidateMatchmakingRuleSet: supported('RuleSetBody'),
  DescribeMatchmakingConfigurations: { ...supported('Names', 'RuleSetName'), ...PAGE },
  DescribeMatchmakingRuleSets: { ...supported('Names'), ...PAGE },
  DescribeGameSessionQueues: { ...supported('Names'), ...PAGE },
};
