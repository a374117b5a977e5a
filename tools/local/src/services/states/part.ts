import * as z from 'zod';
import { type AccessRules, accessRule } from '../../gateway/access-rule.ts';
import { ApiError } from '../../gateway/api-error.ts';
import { type JsonApi, jsonService } from '../../gateway/json-service.ts';
import type { Service } from '../../gateway/service.ts';
import { disposable, part } from '../../stack/part.ts';
import { iam } from '../iam/part.ts';
import { lambda } from '../lambda/part.ts';
import { logs } from '../logs/part.ts';
import { metrics } from '../metrics/part.ts';
import { createExecutionMetrics } from './execution-metrics.ts';
import { createExecutions, type Executions } from './executions.ts';
import { EXECUTION_OPERATIONS } from './operations/executions.ts';
import { getExecutionHistory } from './operations/get-execution-history.ts';
import { STATE_MACHINE_OPERATIONS } from './operations/state-machines.ts';
import { TASK_OPERATIONS } from './operations/tasks.ts';
import { PARAMETERS } from './parameters.ts';
import { stateMachine } from './resources/state-machine.ts';

const API: JsonApi = {
  name: 'states',
  version: '1.0',
  targets: ['AWSStepFunctions'],
  invalid: (problem) => {
    const invalidName = problem.issues.some(({ message }) => message === 'InvalidName');
    return new ApiError(invalidName ? 'InvalidName' : 'ValidationException', z.prettifyError(problem));
  },
};

/** Step Functions: state machines that run on the stack's functions. */
export const states = part({
  name: API.name,
  resources: [stateMachine],
  needs: { iam, lambda, logs, metrics },
  open: async ({ statePath, clock }, needs) => {
    const executions = createExecutions({
      file: statePath('executions.db'),
      clock,
      invoker: needs.lambda.functions,
      roles: needs.iam,
      logs: needs.logs,
      metrics: createExecutionMetrics(needs.metrics),
    });
    return {
      uses: executions,
      service: statesService(executions),
      // What runs ends before the functions do: it is interrupted, its tasks have not failed.
      start: () => {
        executions.resume();
        return disposable(executions.interrupt);
      },
      inFlight: () => (executions.underWay() > 0 ? [`${executions.underWay()} executions`] : []),
      reset: async () => executions.clear(),
      [Symbol.asyncDispose]: async () => executions.stop(),
    };
  },
});

/** The Step Functions API over these executions. */
export function statesService(executions: Executions): Service {
  return jsonService(API, {
    context: executions,
    operations: {
      ...EXECUTION_OPERATIONS,
      GetExecutionHistory: getExecutionHistory,
      ...STATE_MACHINE_OPERATIONS,
      ...TASK_OPERATIONS,
    },
    access: ACCESS,
    parameters: PARAMETERS,
  });
}

const onMachine = accessRule(
  z.object({ stateMachineArn: z.string() }),
  (_: Executions, { stateMachineArn }, { operation }) => [
    { action: `states:${operation}`, resource: stateMachineArn },
  ],
);
const onExecution = accessRule(
  z.object({ executionArn: z.string() }),
  (_: Executions, { executionArn }, { operation }) => [
    { action: `states:${operation}`, resource: executionArn },
  ],
);
const onAll = accessRule(z.unknown(), (_: Executions, _input, { operation }) => [
  { action: `states:${operation}`, resource: '*' },
]);

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html */
const ACCESS: AccessRules<Executions> = {
  StartExecution: onMachine,
  StartSyncExecution: onMachine,
  DescribeExecution: onExecution,
  ListExecutions: onMachine,
  StopExecution: onExecution,
  GetExecutionHistory: onExecution,
  DescribeStateMachine: onMachine,
  DescribeStateMachineForExecution: onExecution,
  ListStateMachines: onAll,
  SendTaskSuccess: onAll,
  SendTaskFailure: onAll,
  SendTaskHeartbeat: onAll,
};
