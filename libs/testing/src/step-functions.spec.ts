import { afterAll, expect, it } from '@jest/globals';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  paginateGetExecutionHistory,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { startStepFunctions } from './step-functions.ts';

const machine = await startStepFunctions({ machine: 'Photo', maxAttempts: 1 });
afterAll(machine.stop);
const { client, stateMachineArn } = machine;
const start = (name: string, input: string) =>
  client.send(new StartExecutionCommand({ stateMachineArn, name, input }));

it('starts a name once while it runs with the same input, and refuses it afterwards', async () => {
  const { executionArn } = await start('one', '{}');
  expect(executionArn).toBe('arn:aws:states:us-east-1:000000000000:execution:Photo:one');
  expect((await start('one', '{}')).executionArn).toBe(executionArn);
  await expect(start('one', '{"other":1}')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  const execution = machine.executions.get('one');
  if (execution) execution.status = 'SUCCEEDED';
  await expect(start('one', '{}')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  const described = await client.send(new DescribeExecutionCommand({ executionArn }));
  expect(described).toMatchObject({ name: 'one', status: 'SUCCEEDED', stateMachineArn });
});

it('tells the states of an execution in pages', async () => {
  const { executionArn } = await start('walked', '{}');
  machine.executions.get('walked')?.states.push('First', 'Second');
  const pages = await Array.fromAsync(paginateGetExecutionHistory({ client }, { executionArn }));
  const entered = pages.flatMap(({ events = [] }) =>
    events.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []),
  );
  expect(pages).toHaveLength(3);
  expect(entered).toEqual(['First', 'Second']);
});

it('refuses what it does not know: another machine, another execution, another operation', async () => {
  const other = new StartExecutionCommand({ stateMachineArn: `${stateMachineArn}2`, name: 'x' });
  await expect(client.send(other)).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  const history = new GetExecutionHistoryCommand({ executionArn: 'arn:of:none' });
  await expect(client.send(history)).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
  const headers = { 'x-amz-target': 'AWSStepFunctions.ListExecutions' };
  const answer = await fetch(machine.endpoint, { method: 'POST', headers, body: '{}' });
  expect([answer.status, await answer.json()]).toEqual([400, { __type: 'UnknownOperationException' }]);
});

it('cannot be reached once it was stopped, which may happen twice', async () => {
  const other = await startStepFunctions({ maxAttempts: 1 });
  await other.stop();
  await other.stop();
  await expect(fetch(other.endpoint)).rejects.toThrow();
});
