import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createChatTicketTable, issueTicket } from '@hanok/chat';
import { clientOptions, env, observe, parseEnv, rest } from '@hanok/lambda';

const { TICKET_TABLE, ALLOWED_ORIGINS } = parseEnv(
  { TICKET_TABLE: env.text('ChatTickets'), ALLOWED_ORIGINS: env.list('*') },
  process.env,
);
const client = new DynamoDBClient(clientOptions());
const tickets = createChatTicketTable({ client, table: TICKET_TABLE });

export const handler = rest({
  routes: issueTicket({ tickets }),
  cors: { origins: ALLOWED_ORIGINS },
  ...observe('chat-ticket'),
});
