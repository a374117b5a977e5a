import { SQSClient } from '@aws-sdk/client-sqs';
import { clientOptions, env, observe, parseEnv, streamBatch } from '@hanok/lambda';
import { noteInQueue } from '@hanok/lambda/failure-queue';
import { boardFrom, boardVariables, playerImage, playerKey, updateRanking } from '@hanok/ranking';

const variables = { ...boardVariables, FAILURE_QUEUE_URL: env.text() };
const { FAILURE_QUEUE_URL: queueUrl, ...board } = parseEnv(variables, process.env);

const observation = observe('game-rank-update');

export const handler = streamBatch({
  key: playerKey,
  image: playerImage,
  handle: updateRanking({ board: boardFrom(board), ...observation }),
  traceIds: ({ TraceIds }) => TraceIds,
  noteRejected: noteInQueue({ client: new SQSClient(clientOptions()), queueUrl }),
  ...observation,
});
