import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { snsRecord, snsRecords } from '@hanok/events';
import { asyncEvent, clientOptions, env, observe, parseEnv } from '@hanok/lambda';
import { createMatchTicketTable, flexMatchEvent, followTickets } from '@hanok/matchmaking';

const { TICKET_TABLE } = parseEnv({ TICKET_TABLE: env.text('GomokuMatchTickets') }, process.env);
const observation = observe('game-match-event');
const client = new DynamoDBClient(clientOptions());
const tickets = createMatchTicketTable({ client, table: TICKET_TABLE });

export const handler = asyncEvent({
  records: snsRecords,
  record: snsRecord(flexMatchEvent),
  ids: ({ Sns }) => ({ messageId: Sns.MessageId }),
  handle: followTickets({ tickets, ...observation }),
  ...observation,
});
