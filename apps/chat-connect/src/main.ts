import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { chatFrom, chatVariables, connectChat } from '@hanok/chat';
import { clientOptions, env, observe, parseEnv, webSocket } from '@hanok/lambda';

const variables = parseEnv({ ...chatVariables, ALLOWED_ORIGINS: env.list() }, process.env);
const { connections } = chatFrom(variables, new DynamoDBClient(clientOptions()));
const origins = variables.ALLOWED_ORIGINS;

export const handler = webSocket({
  routes: connectChat(origins.includes('*') ? { connections } : { connections, origins }),
  ...observe('chat-connect'),
});
