import * as sfn from '@aws-sdk/client-sfn';
import { afterAll, beforeAll } from '@jest/globals';
import { createClock } from '../../clock.ts';
import { callsJson } from '../../gateway/calls.fixture.ts';
import { describeParameters } from '../../gateway/parameters.fixture.ts';
import { serveService } from '../../gateway/serve-service.fixture.ts';
import { createRoles } from '../iam/roles.ts';
import { createExecutions } from './executions.ts';
import { PARAMETERS } from './parameters.ts';
import { statesService } from './part.ts';

const executions = createExecutions({
  file: ':memory:',
  clock: createClock(),
  invoker: { invoke: async () => ({ requestId: 'r', logTail: '', payload: '{}' }) },
  roles: createRoles({ accountId: '000000000000' }),
  logs: { append: () => undefined },
});
const service = statesService(executions);
let server: Awaited<ReturnType<typeof serveService>>;
beforeAll(async () => void (server = await serveService(service)));
afterAll(async () => {
  await server.close();
  executions.stop();
});

const onMachine = { stateMachineArn: 'arn:none' };
const onExecution = { executionArn: 'arn:none' };
const PAGE = { maxResults: 1, nextToken: '0' };
const DATA = { includedData: 'ALL_DATA' };
const START = { ...onMachine, name: 'one', input: '{}', traceHeader: 'Root=none' };
const TASK = { taskToken: 'none' };
const REASON = { error: 'e', cause: 'c' };

describeParameters({
  service: 'Step Functions',
  clients: [{ ...sfn }],
  operations: service.operations,
  table: PARAMETERS,
  samples: {
    StartExecution: START,
    StartSyncExecution: { ...START, ...DATA },
    DescribeExecution: { ...onExecution, ...DATA },
    ListExecutions: { ...onMachine, ...PAGE, statusFilter: 'RUNNING', redriveFilter: 'NOT_REDRIVEN' },
    StopExecution: { ...onExecution, ...REASON },
    GetExecutionHistory: { ...onExecution, ...PAGE, reverseOrder: true, includeExecutionData: false },
    DescribeStateMachine: { ...onMachine, ...DATA },
    DescribeStateMachineForExecution: { ...onExecution, ...DATA },
    ListStateMachines: PAGE,
    SendTaskSuccess: { ...TASK, output: '{}' },
    SendTaskFailure: { ...TASK, ...REASON },
    SendTaskHeartbeat: TASK,
  },
  refusal: 'ValidationException',
  call: callsJson(
    service,
    () => server.url,
    () => 'AWSStepFunctions',
  ),
});
