import { CfnEventInvokeConfig } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { HanokFunction } from './hanok-function.ts';

/** Tries an event of a function that is invoked asynchronously three times, and then notes it in `failures`. */
export function noteFailedEvents(receiver: HanokFunction, failures: Queue): void {
  receiver.allow(['sqs:SendMessage'], failures.queueArn);
  new CfnEventInvokeConfig(receiver, 'EventInvokeConfig', {
    functionName: receiver.function.functionName,
    qualifier: '$LATEST',
    maximumRetryAttempts: 2,
    destinationConfig: { onFailure: { destination: failures.queueArn } },
  });
}
