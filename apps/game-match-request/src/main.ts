import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GameLiftClient } from '@aws-sdk/client-gamelift';
import { clientOptions, env, observe, parseEnv, rest } from '@hanok/lambda';
import {
  createMatchService,
  createMatchTicketTable,
  createPasswords,
  createPlayerAccountTable,
  createSignIn,
  requestMatch,
} from '@hanok/matchmaking';

const { PLAYER_TABLE, SECRET_TABLE, TICKET_TABLE, MATCH_CONFIGURATION } = parseEnv(
  {
    PLAYER_TABLE: env.text('GomokuPlayerInfo'),
    SECRET_TABLE: env.text('GomokuPlayerSecrets'),
    TICKET_TABLE: env.text('GomokuMatchTickets'),
    MATCH_CONFIGURATION: env.text('GomokuMatchConfig'),
  },
  process.env,
);
const observation = observe('game-match-request');
const client = new DynamoDBClient(clientOptions({ requestTimeout: 2_000 }));
const gameLift = new GameLiftClient(clientOptions({ requestTimeout: 3_000 }));
const tables = { players: PLAYER_TABLE, secrets: SECRET_TABLE };
const accounts = createPlayerAccountTable({ client, tables });
const tickets = createMatchTicketTable({ client, table: TICKET_TABLE });
const matches = createMatchService({ client: gameLift, configurationName: MATCH_CONFIGURATION });
const signIn = createSignIn({ accounts, passwords: createPasswords() });

export const handler = rest({
  routes: requestMatch({ signIn, tickets, matches, ...observation }),
  ...observation,
});
