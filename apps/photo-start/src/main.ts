import { SFNClient } from '@aws-sdk/client-sfn';
import { s3ObjectOf, s3Record, s3Records } from '@hanok/events';
import { asyncEvent, clientOptions, env, observe, parseEnv } from '@hanok/lambda';
import { createExecutions, startPhoto } from '@hanok/photos';

const { STATE_MACHINE_ARN } = parseEnv({ STATE_MACHINE_ARN: env.text() }, process.env);
const observation = observe('photo-start');
const client = new SFNClient(clientOptions());
const executions = createExecutions({ client, stateMachineArn: STATE_MACHINE_ARN });

export const handler = asyncEvent({
  records: s3Records,
  record: s3Record,
  ids: s3ObjectOf,
  handle: startPhoto({ executions, ...observation }),
  ...observation,
});
