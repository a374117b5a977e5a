import * as z from 'zod';
import { jsonError, jsonOperation, jsonResponse } from '../../gateway/aws-json.ts';
import type { Access, Service, ServiceRequest, ServiceResponse } from '../../gateway/service.ts';
import { StatesApiError, TaskError } from './errors.ts';
import type { Executions } from './executions.ts';
import * as inputs from './states-inputs.ts';
import { describeExecution, describeMachine, historyPage, page, summaryOf } from './states-outputs.ts';

type Operation = (body: unknown) => object | Promise<object>;

const TARGETS = ['AWSStepFunctions'];

/** The Step Functions API over the machines of the stack. JSON 1.0, the operation in `X-Amz-Target`. */
export function createStatesService({ executions }: { executions: Executions }): Service {
  const operations: Readonly<Record<string, Operation>> = {
    StartExecution: operation(inputs.startExecution, ({ stateMachineArn, name, input }) => {
      const { arn, started } = executions.start(stateMachineArn, name, input);
      return { executionArn: arn, startDate: started / 1_000 };
    }),
    StartSyncExecution: operation(inputs.startExecution, async ({ stateMachineArn, name, input }) =>
      describeExecution(await executions.runSync(stateMachineArn, name, input)),
    ),
    DescribeExecution: operation(inputs.executionArn, (input) =>
      describeExecution(executions.get(input.executionArn)),
    ),
    GetExecutionHistory: operation(inputs.getExecutionHistory, (input) =>
      historyPage(executions.history(input.executionArn), input),
    ),
    ListExecutions: operation(inputs.listExecutions, ({ stateMachineArn, statusFilter, ...paging }) => {
      const wanted = executions
        .ofMachine(stateMachineArn)
        .filter(({ status }) => status === (statusFilter ?? status));
      return page('executions', wanted.map(summaryOf), paging);
    }),
    StopExecution: operation(inputs.stopExecution, ({ executionArn, ...reason }) => ({
      stopDate: (executions.abort(executionArn, reason).stopped ?? 0) / 1_000,
    })),
    DescribeStateMachine: operation(inputs.stateMachineArn, ({ stateMachineArn }) =>
      describeMachine(executions.machine(stateMachineArn)),
    ),
    DescribeStateMachineForExecution: operation(inputs.executionArn, ({ executionArn }) =>
      describeMachine(executions.machine(executions.get(executionArn).machine)),
    ),
    ListStateMachines: operation(inputs.listStateMachines, (paging) => {
      const machines = executions
        .machines()
        .map(({ arn, name, type }) => ({ stateMachineArn: arn, name, type, creationDate: 0 }));
      return page('stateMachines', machines, paging);
    }),
    SendTaskSuccess: operation(inputs.sendTaskSuccess, ({ taskToken, output }) =>
      settle(taskToken, { output: parseOutput(output) }),
    ),
    SendTaskFailure: operation(inputs.sendTaskFailure, ({ taskToken, error, cause }) =>
      settle(taskToken, { error: new TaskError(error, cause) }),
    ),
  };

  function settle(token: string, settlement: Parameters<Executions['tokens']['settle']>[1]): object {
    if (executions.tokens.settle(token, settlement)) return {};
    throw new StatesApiError('TaskTimedOut', 'Task Timed Out: the token is not, or no longer, waited for');
  }

  async function handle(request: ServiceRequest): Promise<ServiceResponse> {
    try {
      const run = operations[request.operation];
      if (run === undefined)
        return jsonError('1.0', 501, 'NotImplemented', `${request.operation} is not supported.`);
      return jsonResponse('1.0', await run(bodyOf(request)));
    } catch (error) {
      if (error instanceof StatesApiError) return jsonError('1.0', 400, error.code, error.message);
      throw error;
    }
  }

  return {
    name: 'states',
    operation: (request) => jsonOperation(request, TARGETS),
    operations: new Set(Object.keys(operations)),
    access: accessOf,
    handle,
    error: (_request, status, code, message) => jsonError('1.0', status, code, message),
  };
}

function operation<Input>(
  schema: z.ZodType<Input>,
  run: (input: Input) => object | Promise<object>,
): Operation {
  return (body) => {
    const parsed = schema.safeParse(body);
    if (parsed.success) return run(parsed.data);
    const invalidName = parsed.error.issues.some(({ message }) => message === 'InvalidName');
    throw new StatesApiError(
      invalidName ? 'InvalidName' : 'ValidationException',
      z.prettifyError(parsed.error),
    );
  };
}

const named = z.object({ stateMachineArn: z.string().optional(), executionArn: z.string().optional() });

function accessOf(request: ServiceRequest): readonly Access[] {
  const { stateMachineArn, executionArn } = named.safeParse(bodyOf(request)).data ?? {};
  return [{ action: `states:${request.operation}`, resource: stateMachineArn ?? executionArn ?? '*' }];
}

function bodyOf({ body }: ServiceRequest): unknown {
  try {
    return JSON.parse(body.toString() || '{}');
  } catch {
    throw new StatesApiError('SerializationException', 'The body is no JSON');
  }
}

function parseOutput(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    throw new StatesApiError('InvalidOutput', 'Invalid Output: no JSON');
  }
}
