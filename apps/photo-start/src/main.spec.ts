import sample from '@hanok/events/samples/s3-put.json' with { type: 'json' };
import { buildLambdaContext } from '@hanok/lambda/testing';
import { prepareFunction, startStepFunctions } from '@hanok/testing';
import { afterAll, expect, it } from '@jest/globals';

const machine = await startStepFunctions({ machine: 'Photo' });
afterAll(machine.stop);
prepareFunction(machine.variables);
const { handler } = await import('./main.ts');

it('starts one execution for the test event of the console, however often it comes', async () => {
  await handler(sample, buildLambdaContext());
  await handler(sample, buildLambdaContext());
  const inputs = [...machine.executions.values()].map(({ input }): unknown => JSON.parse(input));
  expect(inputs).toEqual([expect.objectContaining({ bucket: 'example-bucket', key: 'test/key' })]);
});
