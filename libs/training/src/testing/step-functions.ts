import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SFNClient } from '@aws-sdk/client-sfn';

type Execution = { name: string; input: string; status: string; error?: string; states: string[] };
type Call = {
  stateMachineArn?: string;
  executionArn?: string;
  name?: string;
  input?: string;
  nextToken?: string;
};
type Operation = (executions: Map<string, Execution>, call: Call) => object;

export const STATE_MACHINE_ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:Training';
const START_DATE = 1_700_000_000;
/** The most events of one answer. */
const PAGE = 2;

/**
 * The part of the Step Functions API that starts, describes and tells the history, over HTTP as the client speaks it.
 * A name is idempotent while its execution runs with the same input, and taken otherwise.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export async function startStepFunctions() {
  const executions = new Map<string, Execution>();
  const server = createServer(async (request, response) => {
    const operation = operations[String(request.headers['x-amz-target'])] ?? unknownOperation;
    const answer = operation(executions, JSON.parse(await text(request)));
    response.writeHead('__type' in answer ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(answer));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new SFNClient({ endpoint, region: 'us-east-1', credentials });
  return {
    client,
    executions,
    variables: { AWS_ENDPOINT_URL_SFN: endpoint, STATE_MACHINE_ARN },
    stop: async () => {
      client.destroy();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

const operations: Readonly<Record<string, Operation>> = {
  'AWSStepFunctions.StartExecution': start,
  'AWSStepFunctions.DescribeExecution': (executions, call) =>
    found(executions, call, ({ name, input, status, error }) => ({
      executionArn: arnOf(name),
      stateMachineArn: STATE_MACHINE_ARN,
      startDate: START_DATE,
      name,
      input,
      status,
      error,
    })),
  'AWSStepFunctions.GetExecutionHistory': (executions, call) =>
    found(executions, call, ({ states }) => pageOf(states.flatMap(eventsOf), Number(call.nextToken ?? 0))),
};
const unknownOperation: Operation = () => ({ __type: 'UnknownOperationException' });

const arnOf = (name: string) => `${STATE_MACHINE_ARN.replace('stateMachine', 'execution')}:${name}`;

function start(executions: Map<string, Execution>, { stateMachineArn, name = '', input = '' }: Call): object {
  if (stateMachineArn !== STATE_MACHINE_ARN)
    return { __type: 'StateMachineDoesNotExist', message: 'State Machine Does Not Exist' };
  const standing = executions.get(name);
  if (standing && (standing.status !== 'RUNNING' || standing.input !== input))
    return { __type: 'ExecutionAlreadyExists', message: `Execution Already Exists: '${arnOf(name)}'` };
  executions.set(name, standing ?? { name, input, status: 'RUNNING', states: [] });
  return { executionArn: arnOf(name), startDate: START_DATE };
}

function found(
  executions: Map<string, Execution>,
  { executionArn = '' }: Call,
  answer: (execution: Execution) => object,
): object {
  const execution = [...executions.values()].find(({ name }) => arnOf(name) === executionArn);
  if (execution) return answer(execution);
  return { __type: 'ExecutionDoesNotExist', message: `Execution Does Not Exist: '${executionArn}'` };
}

/** A state is entered, does something, and is left. */
function eventsOf(name: string): object[] {
  return [
    { type: 'TaskStateEntered', stateEnteredEventDetails: { name, input: '{}' } },
    { type: 'LambdaFunctionScheduled', lambdaFunctionScheduledEventDetails: { resource: 'arn' } },
    { type: 'TaskStateExited', stateExitedEventDetails: { name, output: '{}' } },
  ];
}

function pageOf(events: object[], from: number): object {
  const page = events.slice(from, from + PAGE);
  const next = from + page.length;
  return {
    events: page.map((event, at) => ({ ...event, id: from + at + 1, timestamp: START_DATE })),
    ...(next < events.length && { nextToken: String(next) }),
  };
}
