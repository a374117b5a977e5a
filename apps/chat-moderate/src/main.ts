import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { chatFrom, chatVariables, createFanOutQueue, moderateRoom } from '@hanok/chat';
import { clientOptions, env, observe, parseEnv, webSocket } from '@hanok/lambda';

const variables = parseEnv({ ...chatVariables, FAN_OUT_QUEUE_URL: env.text() }, process.env);
const chat = chatFrom(variables, new DynamoDBClient(clientOptions()));
const queueUrl = variables.FAN_OUT_QUEUE_URL;
const fanOut = createFanOutQueue({ client: new SQSClient(clientOptions()), queueUrl });

export const handler = webSocket({ routes: moderateRoom({ ...chat, fanOut }), ...observe('chat-moderate') });
