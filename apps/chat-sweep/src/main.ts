import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { chatFrom, chatVariables, createFanOutQueue, sweepChat, sweepInput, sweepLeases } from '@hanok/chat';
import { clientOptions, env, observe, parseEnv, task } from '@hanok/lambda';

const variables = parseEnv({ ...chatVariables, FAN_OUT_QUEUE_URL: env.text() }, process.env);
const chat = chatFrom(variables, new DynamoDBClient(clientOptions()));
const queueUrl = variables.FAN_OUT_QUEUE_URL;
const fanOut = createFanOutQueue({ client: new SQSClient(clientOptions()), queueUrl });
const observation = observe('chat-sweep');

export const handler = task({
  input: sweepInput,
  handle: sweepChat({ sweep: sweepLeases(chat), fanOut, ...observation }),
  ...observation,
});
