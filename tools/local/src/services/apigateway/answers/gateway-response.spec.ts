import { describe, expect, it } from '@jest/globals';
import { createApi } from '../rest.fixture.ts';
import { type GatewayResponse, unknownVariable } from './gateway-response.ts';

const cors = { 'access-control-allow-origin': 'https://rydes.example' };
const gatewayResponses: GatewayResponse[] = [
  { type: 'DEFAULT_4XX', headers: cors, template: '{"Error":$context.error.messageString}' },
  {
    type: 'DEFAULT_5XX',
    headers: cors,
    template: '{"Error":"$context.error.message","Reference":"$context.requestId"}',
  },
  {
    type: 'REQUEST_TOO_LARGE',
    status: 400,
    headers: {},
    template: '{"Error":"$context.error.responseType"}',
  },
];

// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
describe('an answer of API Gateway itself', () => {
  const { send, logged } = createApi('no proxy answer', { gatewayResponses });

  it('has the headers and the shape that its class has', async () => {
    expect(await send({ method: 'DELETE' })).toMatchObject({
      status: 403,
      headers: { ...cors, 'content-type': 'application/json', 'x-amzn-requestid': 'request-1' },
      body: '{"Error":"Missing Authentication Token"}',
    });
    expect(await send()).toMatchObject({
      status: 502,
      headers: cors,
      body: '{"Error":"Internal server error","Reference":"request-1"}',
    });
  });

  it('has those of its own type before those of its class', async () => {
    const response = await send({ body: Buffer.alloc(10 * 1024 * 1024 + 1) });
    expect(response).toMatchObject({ status: 400, body: '{"Error":"REQUEST_TOO_LARGE"}' });
    expect(response.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('is in the access log, under the id that it refers to', async () => {
    await send();
    expect(logged.at(-1)?.context).toMatchObject({ requestId: 'request-1', status: '502' });
  });

  it('stays plain where no API is known', async () => {
    expect(await send({ path: 'other/prod/ranking' })).toMatchObject({
      status: 403,
      body: '{"message":"Forbidden"}',
    });
  });
});

describe('unknownVariable', () => {
  it.each([
    ['{"Error":$context.error.messageString,"at":"$context.path"}', undefined],
    ['no variable, $5', undefined],
    ['$context.error.validationErrorString', 'context.error.validationErrorString'],
    ["$context.requestId $input.path('$')", 'input.path'],
  ])('of %s is %s', (template, expected) => {
    expect(unknownVariable(template)).toBe(expected);
  });
});
