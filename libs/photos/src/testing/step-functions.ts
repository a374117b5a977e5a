import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SFNClient } from '@aws-sdk/client-sfn';

type Execution = { name: string; input: string; status: 'RUNNING' | 'SUCCEEDED' };

export const STATE_MACHINE_ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:Photo';

/**
 * StartExecution over HTTP as the client speaks it. A name is idempotent while its execution runs with the same input,
 * and taken otherwise. https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export async function startStepFunctions() {
  const executions = new Map<string, Execution>();
  const server = createServer(async (request, response) => {
    const { name = '', input = '' }: Partial<Execution> = JSON.parse(await text(request));
    const answer = start(executions, { name, input, status: 'RUNNING' });
    response.writeHead('__type' in answer ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(answer));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // A TCP server that listens has one.
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new SFNClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  return {
    client,
    endpoint,
    executions,
    stop: async () => {
      client.destroy();
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

const START_DATE = 1_700_000_000;

function start(executions: Map<string, Execution>, execution: Execution) {
  const { name, input } = execution;
  const standing = executions.get(name);
  if (standing && (standing.status !== 'RUNNING' || standing.input !== input))
    return { __type: 'ExecutionAlreadyExists', message: `Execution Already Exists: '${name}'` };
  executions.set(name, execution);
  return {
    executionArn: `${STATE_MACHINE_ARN.replace('stateMachine', 'execution')}:${name}`,
    startDate: START_DATE,
  };
}
