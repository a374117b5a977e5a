import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serveService } from '../../gateway/serve-service.fixture.ts';
import { apiGatewayService } from './api-gateway-service.ts';
import type { RestApi } from './rest-config.ts';

const integration = { type: 'AWS_PROXY' as const, functionName: 'f' };
const api: RestApi = {
  id: 'gomoku1234',
  name: 'GomokuAPI',
  stages: [{ name: 'prod', variables: { a: 'b' } }],
  routes: [
    { httpMethod: 'GET', resourcePath: '/ranking/{player}', integration },
    { httpMethod: 'POST', resourcePath: '/ranking/{player}', integration },
  ],
};
let server: Awaited<ReturnType<typeof serveService>>;
beforeAll(async () => {
  const service = apiGatewayService({
    region: 'eu-west-1',
    accountId: '111122223333',
    all: () => [api, { ...api, id: 'other12345' }],
    sockets: [],
  });
  server = await serveService(service);
});
afterAll(() => server.close());

async function ask(path: string, method = 'GET'): Promise<[number, unknown]> {
  const response = await fetch(`${server.url}${path}`, { method });
  return [response.status, await response.json()];
}

describe('the REST APIs that run', () => {
  it('are listed, with their stages and resources', async () => {
    const described = { id: 'gomoku1234', name: 'GomokuAPI', apiKeySource: 'HEADER' };
    const stage = { stageName: 'prod', variables: { a: 'b' } };
    expect(await ask('/restapis')).toMatchObject([200, { item: [described, { id: 'other12345' }] }]);
    expect(await ask('/restapis/gomoku1234')).toEqual([200, described]);
    expect(await ask('/restapis/gomoku1234/stages')).toEqual([200, { item: [stage] }]);
    expect(await ask('/restapis/gomoku1234/stages/prod')).toEqual([200, stage]);
    expect(await ask('/restapis/gomoku1234/resources')).toMatchObject([
      200,
      {
        item: [
          {
            ...{ path: '/ranking/{player}', pathPart: '{player}', resourceMethods: { GET: {}, POST: {} } },
            id: expect.stringMatching(/^[0-9a-z]{10}$/),
          },
        ],
      },
    ]);
  });

  it('are listed in pages', async () => {
    const described = { id: 'gomoku1234', name: 'GomokuAPI', apiKeySource: 'HEADER' };
    expect(await ask('/restapis?limit=1')).toEqual([200, { item: [described], position: '1' }]);
    expect(await ask('/restapis?limit=1&position=1')).toMatchObject([200, { item: [{ id: 'other12345' }] }]);
    expect(await ask('/restapis?limit=0')).toMatchObject([400, { message: expect.stringMatching('limit') }]);
  });

  it('are not found under another id or stage', async () => {
    expect(await ask('/restapis/none')).toEqual([404, { message: 'Invalid API identifier specified' }]);
    expect(await ask('/restapis/gomoku1234/stages/none')).toEqual([
      404,
      { message: 'Invalid stage identifier specified' },
    ]);
  });

  it.each([
    ['POST', '/restapis'],
    ['DELETE', '/restapis/gomoku1234'],
    ['GET', '/apikeys'],
  ])('are not changed, and nothing else is read: %s %s', async (method, path) => {
    const [status, body] = await ask(path, method);
    expect([status, JSON.stringify(body)]).toEqual([
      501,
      expect.stringContaining('The local stack does not support apigateway:'),
    ]);
  });
});
