import { afterAll, beforeAll, expect, it } from '@jest/globals';
import sample from '@hanok/events/samples/s3-put.json' with { type: 'json' };
import { buildLambdaContext } from '@hanok/lambda/testing';
import { startStepFunctions, STATE_MACHINE_ARN } from '@hanok/photos/testing';

let machine: Awaited<ReturnType<typeof startStepFunctions>>;
beforeAll(async () => {
  machine = await startStepFunctions();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: machine.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    STATE_MACHINE_ARN,
  });
});
afterAll(() => machine.stop());

it('starts one execution for the test event of the console, however often it comes', async () => {
  const { handler } = await import('./main.ts');
  await handler(sample, buildLambdaContext());
  await handler(sample, buildLambdaContext());
  const inputs = [...machine.executions.values()].map(({ input }): unknown => JSON.parse(input));
  expect(inputs).toEqual([expect.objectContaining({ bucket: 'example-bucket', key: 'test/key' })]);
});
