import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GameLiftClient } from '@aws-sdk/client-gamelift';
import { clientOptions, env, observe, parseEnv, rest } from '@hanok/lambda';
import { createMatchService, createMatchTicketTable, readMatchStatus } from '@hanok/matchmaking';

const { TICKET_TABLE, MATCH_CONFIGURATION } = parseEnv(
  { TICKET_TABLE: env.text('GomokuMatchTickets'), MATCH_CONFIGURATION: env.text('GomokuMatchConfig') },
  process.env,
);
const observation = observe('game-match-status');
const client = new DynamoDBClient(clientOptions({ requestTimeout: 2_000 }));
const gameLift = new GameLiftClient(clientOptions({ requestTimeout: 3_000 }));
const tickets = createMatchTicketTable({ client, table: TICKET_TABLE });
const matches = createMatchService({ client: gameLift, configurationName: MATCH_CONFIGURATION });

export const handler = rest({
  routes: readMatchStatus({ tickets, matches, ...observation }),
  ...observation,
});
