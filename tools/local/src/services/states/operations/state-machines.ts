import * as z from 'zod';
import { type JsonOperation, operation } from '../../../gateway/json-service.ts';
import type { Executions } from '../executions.ts';
import type { StateMachine } from '../state-machine.ts';
import { arnText, page, paging } from './page.ts';

const machineInput = z.strictObject({ stateMachineArn: arnText });
const executionInput = z.strictObject({ executionArn: arnText });

/** The operations on state machines, which only templates make. */
export const STATE_MACHINE_OPERATIONS: Readonly<Record<string, JsonOperation<Executions>>> = {
  DescribeStateMachine: operation(machineInput, (executions: Executions, { stateMachineArn }) =>
    described(executions.machine(stateMachineArn)),
  ),
  DescribeStateMachineForExecution: operation(executionInput, (executions: Executions, { executionArn }) =>
    described(executions.machine(executions.get(executionArn).machine)),
  ),
  ListStateMachines: operation(z.strictObject(paging), (executions: Executions, pages) => {
    const machines = executions
      .machines()
      .map(({ arn, name, type }) => ({ stateMachineArn: arn, name, type, creationDate: 0 }));
    return page('stateMachines', machines, pages);
  }),
};

function described({ arn, name, type, definition, roleArn }: StateMachine) {
  return { stateMachineArn: arn, name, type, definition, roleArn, status: 'ACTIVE', creationDate: 0 };
}
