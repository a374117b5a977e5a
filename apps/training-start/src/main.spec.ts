import { buildRestEvent } from '@hanok/events/testing';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { prepareFunction, startStepFunctions } from '@hanok/testing';
import { afterAll, expect, it } from '@jest/globals';

const machine = await startStepFunctions({ machine: 'Training' });
afterAll(machine.stop);
prepareFunction(machine.variables);
const { handler } = await import('./main.ts');

it('starts one execution for a training, also when it is asked for again after its end', async () => {
  const post = (training: unknown) =>
    handler(
      buildRestEvent({ httpMethod: 'POST', resource: '/training', body: JSON.stringify(training) }),
      buildLambdaContext(),
    );
  const first = await post({ TraningType: '미드필더', Player: '지성' });
  expect(first).toMatchObject({ statusCode: 202, body: expect.stringContaining('"TrainingId":') });
  for (const execution of machine.executions.values()) execution.status = 'SUCCEEDED';
  expect((await post({ TrainingType: '미드필더', Player: '지성' })).body).toBe(first.body);
  expect((await post({ TraningType: '골키퍼' })).statusCode).toBe(400);
  expect([...machine.executions.values()]).toMatchObject([
    { name: JSON.parse(first.body).TrainingId, input: '{"TraningType":"미드필더","Player":"지성"}' },
  ]);
});
