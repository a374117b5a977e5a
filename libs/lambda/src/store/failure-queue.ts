import { type SQSClient, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import type { NoteRejected, RejectedRecord } from '../stream/shard-batch.ts';

/** Most messages of one SendMessageBatch. */
const BATCH = 10;
/** Longest reason, and longest key as JSON; both are of DynamoDB's own limits or far below. */
const MAX_CHARACTERS = 8_192;

/**
 * For `streamBatch` and `kinesisBatch`: notes rejected records in an SQS queue, a message each. Its body tells in JSON `functionName`,
 * `requestId`, `timestamp` (ISO 8601), `reason`, `message` and `SequenceNumber`, and of the record `eventID`,
 * `eventName`, `eventSourceARN`, `Keys` and `partitionKey`, as far as it has them: enough to find the item or the record,
 * and nothing else of it.
 */
export function noteInQueue({ client, queueUrl }: { client: SQSClient; queueUrl: string }): NoteRejected {
  return async (records, { context, signal: abortSignal }) => {
    const { functionName, awsRequestId: requestId } = context;
    const common = { functionName, requestId, timestamp: new Date().toISOString() };
    for (let i = 0; i < records.length; i += BATCH) {
      const Entries = records.slice(i, i + BATCH).map((record, index) => ({
        Id: String(index),
        MessageBody: bodyOf({ ...common, ...rejectionOf(record) }),
      }));
      const command = new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries });
      const { Failed: [failed] = [] } = await client.send(command, { abortSignal });
      if (failed) throw new Error(`The failure queue did not take a message: ${failed.Code}`);
    }
  };
}

/**
 * JSON that SQS takes, whatever stands in it: of all characters that JSON leaves as they are, SQS refuses these two, and a
 * key may have them. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
function bodyOf(note: object): string {
  return JSON.stringify(note).replaceAll('\uFFFE', '\\ufffe').replaceAll('\uFFFF', '\\uffff');
}

const toldText = z.catch(z.optional(z.string().check(z.maxLength(MAX_CHARACTERS))), undefined);
/** What a record tells of itself, whatever else is wrong with it. */
const told = z.catch(
  z.object({
    eventID: toldText,
    eventName: toldText,
    eventSourceARN: toldText,
    dynamodb: z.catch(z.object({ Keys: z.optional(z.unknown()) }), {}),
    kinesis: z.catch(z.object({ partitionKey: toldText }), {}),
  }),
  { dynamodb: {}, kinesis: {} },
);

function rejectionOf({ sequenceNumber, error, record }: RejectedRecord) {
  const { dynamodb, kinesis, ...source } = told.parse(record);
  const isShort = (JSON.stringify(dynamodb.Keys) ?? '').length <= MAX_CHARACTERS;
  return {
    reason: error.reason,
    message: error.message.slice(0, MAX_CHARACTERS),
    SequenceNumber: sequenceNumber,
    ...source,
    ...kinesis,
    ...(isShort && { Keys: dynamodb.Keys }),
  };
}
