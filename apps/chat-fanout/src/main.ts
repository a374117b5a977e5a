import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import {
  chatFrom,
  chatVariables,
  createConnectionPosts,
  createFanOutQueue,
  fanOut,
  fanOutMessage,
  serveFanOut,
} from '@hanok/chat';
import { jsonString } from '@hanok/events';
import { clientOptions, eachMessage, env, observe, parseEnv, sqsBatch } from '@hanok/lambda';

const own = { FAN_OUT_QUEUE_URL: env.text(), CONNECTIONS_URL: env.text() };
const variables = parseEnv({ ...chatVariables, ...own }, process.env);
const { FAN_OUT_QUEUE_URL: queueUrl, CONNECTIONS_URL: endpoint } = variables;
const observation = observe('chat-fanout');
const chat = chatFrom(variables, new DynamoDBClient(clientOptions()));
const queue = createFanOutQueue({ client: new SQSClient(clientOptions()), queueUrl });
const post = createConnectionPosts(new ApiGatewayManagementApiClient({ ...clientOptions(), endpoint }));

export const handler = sqsBatch({
  body: jsonString(fanOutMessage),
  handle: eachMessage(serveFanOut({ run: fanOut(chat), post, queue, ...observation })),
  ...observation,
});
