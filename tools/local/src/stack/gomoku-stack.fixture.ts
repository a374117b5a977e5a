import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings } from '@hanok/testing';
import { assemblyFolder } from '../cli/build-assembly.ts';
import { gomokuClients } from '../demo/gomoku-clients.ts';
import type { LogLine } from '../log-line.ts';
import { startStack } from './start-stack.ts';

/** Six minutes of visibility timeout pass in 1.8 seconds. */
export const CLOCK_SPEED = 200;

/** The stack Gomoku on a free port, from the zips that deploy, with clients from outside it. */
export async function startGomoku(assembly = assemblyFolder) {
  const lines: LogLine[] = [];
  const notices: string[] = [];
  const onLine = (line: LogLine) => void lines.push(line);
  const onNotice = (line: string) => void notices.push(line);
  const stack = await startStack({
    assembly,
    only: ['Gomoku'],
    port: 0,
    clockSpeed: CLOCK_SPEED,
    onLine,
    onNotice,
  });
  const gomoku = gomokuClients(stack);
  const config = clientConfig(stack.url);
  const clients = {
    sqs: new SQSClient(config),
    dynamodb: new DynamoDBClient(config),
    lambda: new LambdaClient(config),
    logs: new CloudWatchLogsClient(config),
    cloudwatch: new CloudWatchClient(config),
  };
  const stop = async () => {
    gomoku.close();
    for (const client of Object.values(clients)) client.destroy();
    await stack.stop();
  };
  const logOf = (functionName: string) =>
    lines.filter((each) => each.functionName === functionName).map(({ line }) => line);
  return { url: stack.url, gomoku, clients, logOf, notices, stop };
}

export type GomokuStack = Awaited<ReturnType<typeof startGomoku>>;

/** What an SDK client outside of the stack needs to reach it; a refusal is not tried again. */
export const clientConfig = (endpoint: string) => ({ ...clientSettings(endpoint), maxAttempts: 1 });
