import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { OnFailure } from './failed-batch-report.ts';

/** An on-failure destination that is a queue; `sqs` carries the credentials of the function's role. */
export function sqsOnFailure(sqs: SQSClient, queueUrl: string): OnFailure {
  return async (report) => {
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(report) }));
  };
}
