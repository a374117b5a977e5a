import { only, type ParameterTable, refused, supported } from '../../gateway/parameters.ts';

const PAGE = ['maxResults', 'nextToken'];
/** What METADATA_ONLY leaves out is what a key of KMS hides. */
const DATA = only(['ALL_DATA'], 'includedData');
const START = supported('stateMachineArn', 'name', 'input', 'traceHeader');

/** What the stack does with each parameter of Step Functions. */
export const PARAMETERS: ParameterTable = {
  StartExecution: START,
  StartSyncExecution: { ...START, ...DATA },
  DescribeExecution: { ...supported('executionArn'), ...DATA },
  ListExecutions: {
    ...supported('stateMachineArn', 'statusFilter', ...PAGE),
    ...refused('mapRunArn'),
    // An execution is never run again from where it failed.
    ...only(['NOT_REDRIVEN'], 'redriveFilter'),
  },
  StopExecution: supported('executionArn', 'error', 'cause'),
  GetExecutionHistory: supported('executionArn', 'reverseOrder', 'includeExecutionData', ...PAGE),
  DescribeStateMachine: { ...supported('stateMachineArn'), ...DATA },
  DescribeStateMachineForExecution: { ...supported('executionArn'), ...DATA },
  ListStateMachines: supported(...PAGE),
  SendTaskSuccess: supported('taskToken', 'output'),
  SendTaskFailure: supported('taskToken', 'error', 'cause'),
  SendTaskHeartbeat: supported('taskToken'),
};
