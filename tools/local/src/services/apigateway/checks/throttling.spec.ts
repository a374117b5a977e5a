import { expect, it } from '@jest/globals';
import type { RestStage } from '../rest-config.ts';
import { createApi, OK } from '../rest.fixture.ts';

const stage: RestStage = {
  name: 'slow',
  throttling: { rateLimit: 0.01, burstLimit: 2 },
  methodThrottling: { 'GET /ranking/{player}': { rateLimit: 0.01, burstLimit: 1 } },
};

// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
it('answers 429 over the burst of a method, its own or the one of the stage, and does not run the function', async () => {
  const { send, events } = createApi(OK, { stages: [stage] });
  const statuses = async (path: string) => {
    const answers = [await send({ path }), await send({ path }), await send({ path })];
    return answers.map(({ status }) => status);
  };
  expect(await statuses('gomoku1234/slow/ranking')).toEqual([200, 200, 429]);
  expect(await statuses('gomoku1234/slow/ranking/kim')).toEqual([200, 429, 429]);
  expect(await statuses('gomoku1234/slow/upload')).toEqual([200, 200, 429]);
  expect(events).toHaveLength(5);
  const { body, headers } = await send({ path: 'gomoku1234/slow/ranking' });
  expect(body).toBe('{"message":"Too Many Requests"}');
  expect(headers).toMatchObject({ 'x-amzn-ErrorType': 'TooManyRequestsException' });
});
