import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { authorizeChat, createChatTicketTable, verifyToken } from '@hanok/chat';
import { clientOptions, connectAuthorizer, env, observe, parseEnv } from '@hanok/lambda';

const { TICKET_TABLE, USER_POOL_ISSUER, USER_POOL_CLIENT_ID } = parseEnv(
  {
    TICKET_TABLE: env.text('ChatTickets'),
    USER_POOL_ISSUER: env.text(),
    USER_POOL_CLIENT_ID: env.text(),
  },
  process.env,
);
const client = new DynamoDBClient(clientOptions());
const tickets = createChatTicketTable({ client, table: TICKET_TABLE });
const verify = verifyToken({ issuer: USER_POOL_ISSUER, clientId: USER_POOL_CLIENT_ID });

export const handler = connectAuthorizer({
  handle: authorizeChat({ tickets, verify }),
  ...observe('chat-authorize'),
});
