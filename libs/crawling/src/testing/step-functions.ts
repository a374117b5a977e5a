import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SFNClient } from '@aws-sdk/client-sfn';

type Execution = { name: string; input: string; status: string };
type Call = { name?: string; input?: string; executionArn?: string };

export const STATE_MACHINE_ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:Crawl';

/**
 * The part of the Step Functions API that starts and describes, over HTTP as the client speaks it. A name is idempotent
 * while its execution runs with the same input, and taken otherwise.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export async function startStepFunctions() {
  const executions = new Map<string, Execution>();
  const server = createServer(async (request, response) => {
    const call: Call = JSON.parse(await text(request));
    const isStart = request.headers['x-amz-target'] === 'AWSStepFunctions.StartExecution';
    const answer = isStart ? start(executions, call) : describe(executions, call);
    response.writeHead('__type' in answer ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(answer));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new SFNClient({ endpoint, region: 'us-east-1', credentials });
  return {
    client,
    endpoint,
    executions,
    stop: async () => {
      client.destroy();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

const arnOf = (name: string) => `${STATE_MACHINE_ARN.replace('stateMachine', 'execution')}:${name}`;
const START_DATE = 1_700_000_000;

function start(executions: Map<string, Execution>, { name = '', input = '' }: Call) {
  const standing = executions.get(name);
  if (standing && (standing.status !== 'RUNNING' || standing.input !== input))
    return { __type: 'ExecutionAlreadyExists', message: `Execution Already Exists: '${arnOf(name)}'` };
  executions.set(name, { name, input, status: 'RUNNING' });
  return { executionArn: arnOf(name), startDate: START_DATE };
}

function describe(executions: Map<string, Execution>, { executionArn = '' }: Call) {
  const execution = executions.get(executionArn.slice(arnOf('').length));
  if (!execution || executionArn !== arnOf(execution.name))
    return { __type: 'ExecutionDoesNotExist', message: `Execution Does Not Exist: '${executionArn}'` };
  return { ...execution, executionArn, stateMachineArn: STATE_MACHINE_ARN, startDate: START_DATE };
}
