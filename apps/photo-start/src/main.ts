import { SFNClient } from '@aws-sdk/client-sfn';
import { s3Record, s3Records } from '@hanok/events';
import { asyncEvent, createLogger, createMetrics, env, parseEnv } from '@hanok/lambda';
import { createExecutionStore, createStartPhoto } from '@hanok/photos';

const service = 'photo-start';
const { STATE_MACHINE_ARN } = parseEnv({ STATE_MACHINE_ARN: env.text() }, process.env);
const log = createLogger({ service });
const metrics = createMetrics({ service });
const client = new SFNClient({
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
});
const executions = createExecutionStore({ client, stateMachineArn: STATE_MACHINE_ARN });

export const handler = asyncEvent({
  records: s3Records,
  record: s3Record,
  handle: createStartPhoto({ executions, log, metrics }),
  log,
  metrics,
});
