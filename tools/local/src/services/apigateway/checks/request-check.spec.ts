import { describe, expect, it } from '@jest/globals';
import type { RequestCheck } from '../rest-config.ts';
import { createApi, OK, type Send } from '../rest.fixture.ts';

const check: RequestCheck = {
  required: [
    { place: 'header', name: 'x-device' },
    { place: 'querystring', name: 'limit' },
    { place: 'path', name: 'id' },
  ],
  bodySchemas: { 'application/json': { type: 'object', required: ['Name'] } },
};

const PATH = 'gomoku1234/prod/items/1?limit=2';
const good: Send = { method: 'PUT', path: PATH, headers: { 'x-device': 'd' }, body: '{"Name":"kim"}' };

// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
describe('a method with a request validator', () => {
  const integration = { type: 'AWS_PROXY', functionName: 'f' } as const;
  const send = async (request: Send) => {
    const routes = [{ httpMethod: 'PUT', resourcePath: '/items/{id}', check, integration }];
    const api = createApi(OK, { routes });
    const { status, body } = await api.send(request);
    return { status, body, runs: api.events.length };
  };
  const refused = (message: string) => ({ status: 400, body: JSON.stringify({ message }), runs: 0 });

  it('runs the function when everything is there', async () => {
    expect(await send(good)).toEqual({ status: 200, body: '[]', runs: 1 });
  });

  it.each<[string, Send, string]>([
    ['a missing header', { headers: {} }, 'Missing required request parameters: [x-device]'],
    [
      'missing and empty parameters',
      { headers: {}, path: 'gomoku1234/prod/items/1?limit=' },
      'Missing required request parameters: [x-device, limit]',
    ],
    ['a body without the property', { body: '{"name":"kim"}' }, 'Invalid request body'],
    ['a body of another type', { body: '["Name"]' }, 'Invalid request body'],
    ['no JSON', { body: '{"Name":NaN}' }, 'Invalid request body'],
    ['no body', { body: '' }, 'Invalid request body'],
    [
      'a body that fails, its type spelled with a parameter',
      { headers: { 'x-device': 'd', 'content-type': 'Application/JSON; charset=UTF-8' }, body: '1' },
      'Invalid request body',
    ],
  ])('refuses %s and does not run the function', async (_title, change, message) => {
    expect(await send({ ...good, ...change })).toEqual(refused(message));
  });

  it('does not look at bodies of a type without a model', async () => {
    const headers = { 'x-device': 'd', 'content-type': 'text/plain' };
    expect(await send({ ...good, headers, body: 'hello' })).toMatchObject({ status: 200, runs: 1 });
  });
});
