import { text } from 'node:stream/consumers';
import { clientSettings, endpointVariables } from './client-settings.ts';
import { serve } from './serve.ts';

/** An execution as it stands here; a spec may change its status and say which states it went through. */
type Execution = { name: string; input: string; status: string; error?: string; states: string[] };
type Call = {
  stateMachineArn?: string;
  executionArn?: string;
  name?: string;
  input?: string;
  nextToken?: string;
};
type Operation = (machine: Machine, call: Call) => object;
type Machine = { arn: string; executions: Map<string, Execution> };

const START_DATE = 1_700_000_000;
/** The most events of one answer. */
const PAGE = 2;

/**
 * The part of the Step Functions API that starts, describes and tells the history, over HTTP as the client speaks it.
 * A name is idempotent while its execution runs with the same input, and taken otherwise.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export async function startStepFunctions(options: { machine?: string; maxAttempts?: number } = {}) {
  const { machine: name = 'Machine', maxAttempts = 3 } = options;
  const machine: Machine = {
    arn: `arn:aws:states:us-east-1:000000000000:stateMachine:${name}`,
    executions: new Map(),
  };
  const server = await serve(async (request, response) => {
    const operation = operations[String(request.headers['x-amz-target'])] ?? unknownOperation;
    const answer = operation(machine, JSON.parse(await text(request)));
    response.writeHead('__type' in answer ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(answer));
  });
  const { SFNClient } = await import('@aws-sdk/client-sfn');
  const client = new SFNClient({ ...clientSettings(server.endpoint), maxAttempts });
  const stop = async () => {
    client.destroy();
    await server.stop();
  };
  return {
    client,
    endpoint: server.endpoint,
    stateMachineArn: machine.arn,
    /** By name. */
    executions: machine.executions,
    /** The environment in which a function finds the machine. */
    variables: { ...endpointVariables({ SFN: server.endpoint }), STATE_MACHINE_ARN: machine.arn },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

const operations: Readonly<Record<string, Operation>> = {
  'AWSStepFunctions.StartExecution': start,
  'AWSStepFunctions.DescribeExecution': (machine, call) =>
    found(machine, call, ({ name, input, status, error }) => ({
      executionArn: arnOf(machine, name),
      stateMachineArn: machine.arn,
      startDate: START_DATE,
      name,
      input,
      status,
      error,
    })),
  'AWSStepFunctions.GetExecutionHistory': (machine, call) =>
    found(machine, call, ({ states }) => pageOf(states.flatMap(eventsOf), Number(call.nextToken ?? 0))),
};
const unknownOperation: Operation = () => ({ __type: 'UnknownOperationException' });

const arnOf = ({ arn }: Machine, name: string) => `${arn.replace('stateMachine', 'execution')}:${name}`;

function start(machine: Machine, { stateMachineArn, name = '', input = '' }: Call): object {
  if (stateMachineArn !== machine.arn)
    return { __type: 'StateMachineDoesNotExist', message: 'State Machine Does Not Exist' };
  const standing = machine.executions.get(name);
  const executionArn = arnOf(machine, name);
  if (standing && (standing.status !== 'RUNNING' || standing.input !== input))
    return { __type: 'ExecutionAlreadyExists', message: `Execution Already Exists: '${executionArn}'` };
  machine.executions.set(name, standing ?? { name, input, status: 'RUNNING', states: [] });
  return { executionArn, startDate: START_DATE };
}

function found(
  machine: Machine,
  { executionArn = '' }: Call,
  answer: (execution: Execution) => object,
): object {
  const execution = [...machine.executions.values()].find(
    ({ name }) => arnOf(machine, name) === executionArn,
  );
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
