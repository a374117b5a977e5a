import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { parser } from '@aws-lambda-powertools/batch/parser';
import { makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import middy from '@middy/core';
import type { SqsEvent } from '@hanok/events';
import * as z from 'zod';

/*
 * The job of game-sqs-process as the documentation of Powertools and middy puts it together: each record is parsed,
 * applied by one UpdateItem, and made idempotent by its message id. `import * as z` is smaller than their `{ z }`.
 */
const gameResult = z.object({
  PlayerName: z.string().min(1).max(2048),
  WinDiff: z.int(),
  LoseDiff: z.int(),
  ScoreDiff: z.int(),
});
type ResultRecord = { messageId: string; body: z.infer<typeof gameResult> };

const SERVICE_NAME = 'game-sqs-process';
const logger = new Logger({ serviceName: SERVICE_NAME });
const metrics = new Metrics({ namespace: 'Contender', serviceName: SERVICE_NAME });
const client = new DynamoDBClient({ requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 } });
const persistenceStore = new DynamoDBPersistenceLayer({
  tableName: process.env.RECEIPT_TABLE ?? '',
  keyAttr: 'ReceiptId',
  awsSdkV3Client: client,
});
const processor = new BatchProcessor(EventType.SQS, {
  parser,
  innerSchema: gameResult,
  transformer: 'json',
  logger,
});

const applyOnce = makeIdempotent(apply, { persistenceStore });

async function apply(_messageId: string, result: ResultRecord['body']): Promise<null> {
  await client.send(
    new UpdateItemCommand({
      TableName: process.env.PLAYER_TABLE,
      Key: { PlayerName: { S: result.PlayerName } },
      UpdateExpression: 'SET Score = if_not_exists(Score, :start) + :score ADD Win :win, Lose :lose',
      ExpressionAttributeValues: {
        ':start': { N: '1000' },
        ':score': { N: String(result.ScoreDiff) },
        ':win': { N: String(result.WinDiff) },
        ':lose': { N: String(result.LoseDiff) },
      },
    }),
  );
  return null;
}

async function record({ messageId, body }: ResultRecord): Promise<void> {
  await applyOnce(messageId, body);
  metrics.addMetric('ResultsApplied', MetricUnit.Count, 1);
}

export const handler = middy<SqsEvent>()
  .use(injectLambdaContext(logger))
  .use(logMetrics(metrics))
  .handler((event, context) => processPartialResponse(event, record, processor, { context }));
