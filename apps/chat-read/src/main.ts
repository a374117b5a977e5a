import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { chatFrom, chatVariables, markRead } from '@hanok/chat';
import { clientOptions, observe, parseEnv, webSocket } from '@hanok/lambda';

const variables = parseEnv(chatVariables, process.env);
const chat = chatFrom(variables, new DynamoDBClient(clientOptions()));

export const handler = webSocket({ routes: markRead(chat), ...observe('chat-read') });
