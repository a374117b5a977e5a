import {
  executionDetail,
  executionPage,
  executionPath,
  executionQuery,
  newExecution,
  startedExecution,
  type StackState,
  stateMachines,
} from '@hanok/console';
import * as z from 'zod';
import type { Executions } from '../../services/states/executions.ts';
import { ConsoleError, consoleOperation, type ConsoleResource } from '../console-operation.ts';
import { callJson } from '../gateway-call.ts';
import { describeExecution, executionArn, listExecutions, machineNamed } from './workflow-views.ts';

type Context = { executions: Executions; stack: Pick<StackState, 'url'> };

const EXECUTIONS = '/workflows/{machine}/executions';

/** State machines and their executions; `workflow` among the changes tells that one went on. */
export const workflowsResource: ConsoleResource<Context> = [
  consoleOperation({
    method: 'GET',
    path: '/workflows',
    summary: 'The state machines with their definitions.',
    input: z.strictObject({}),
    answer: stateMachines,
    run: ({ executions }: Context) => ({
      machines: executions
        .machines()
        .map(({ name, arn, type, definition }) => ({ name, arn, type, definition })),
    }),
  }),
  consoleOperation({
    method: 'GET',
    path: EXECUTIONS,
    summary: 'The executions of a state machine, the newest first.',
    input: executionQuery,
    answer: executionPage,
    run: ({ executions }: Context, query) => listExecutions(executions, query),
  }),
  consoleOperation({
    method: 'POST',
    path: EXECUTIONS,
    summary: 'Starts an execution.',
    input: executionPath.omit({ name: true }),
    body: newExecution,
    answer: startedExecution,
    run: async ({ executions, stack }: Context, { machine }, { name, input }) => {
      const { arn: stateMachineArn } = machineNamed(executions, machine);
      checkJson(input);
      const given = { stateMachineArn, input, ...(name && { name }) };
      const call = { service: 'states', target: 'AWSStepFunctions.StartExecution', input: given };
      const answer = await callJson(stack.url, call, FIELDS);
      return {
        name: z.object({ executionArn: z.string() }).parse(answer).executionArn.split(':').at(-1) ?? '',
      };
    },
  }),
  consoleOperation({
    method: 'GET',
    path: `${EXECUTIONS}/{name}`,
    summary: 'An execution: what became of each state, and its history.',
    input: executionPath,
    answer: executionDetail,
    run: ({ executions }: Context, path) => describeExecution(executions, executionArn(executions, path)),
  }),
  consoleOperation({
    method: 'POST',
    path: `${EXECUTIONS}/{name}/stop`,
    summary: 'Stops an execution; one that has ended stays as it is.',
    input: executionPath,
    body: z.strictObject({}),
    answer: executionDetail,
    run: ({ executions }: Context, path) => {
      const arn = executionArn(executions, path);
      executions.abort(arn, { cause: 'Stopped on the page of the stack' });
      return describeExecution(executions, arn);
    },
  }),
];

/** The fields of the form that the errors of Step Functions are about. */
const FIELDS = {
  InvalidName: 'name',
  ExecutionAlreadyExists: 'name',
  InvalidExecutionInput: 'input',
};

/** Says where JSON ends to be JSON, which Step Functions does not. */
function checkJson(input: string): void {
  try {
    JSON.parse(input);
  } catch (error) {
    const message = `this is no JSON: ${error instanceof Error ? error.message : String(error)}`;
    throw new ConsoleError(400, message, { input: message });
  }
}
