import { describe, expect, it } from '@jest/globals';
import { createRouteTable } from './route-table.ts';

function route(httpMethod: string, resourcePath: string) {
  return { httpMethod, resourcePath, integration: { type: 'AWS_PROXY', functionName: 'f' } as const };
}

const find = createRouteTable([
  route('ANY', '/{proxy+}'),
  route('GET', '/'),
  route('GET', '/ranking/{player}'),
  route('GET', '/ranking'),
  route('ANY', '/ranking'),
  route('GET', '/ranking/top'),
  route('GET', '/ranking/{player}/games'),
  route('GET', '/files/{path+}'),
]);

// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html
describe('the route of a request', () => {
  it.each([
    ['the root', 'GET', '/', 'GET /', {}],
    ['a static path', 'GET', '/ranking', 'GET /ranking', {}],
    ['a slash at the end', 'GET', '/ranking/', 'GET /ranking', {}],
    ['the method before ANY', 'POST', '/ranking', 'ANY /ranking', {}],
    ['static before parameter', 'GET', '/ranking/top', 'GET /ranking/top', {}],
    ['static, percent-encoded', 'GET', '/r%61nking', 'GET /ranking', {}],
    [
      'a parameter, kept encoded',
      'GET',
      '/ranking/%ED%99%8D%2F1',
      'GET /ranking/{player}',
      { player: '%ED%99%8D%2F1' },
    ],
    [
      'a parameter in the middle',
      'GET',
      '/ranking/kim/games',
      'GET /ranking/{player}/games',
      { player: 'kim' },
    ],
    ['parameter before greedy', 'GET', '/ranking/kim/other', 'ANY /{proxy+}', { proxy: 'ranking/kim/other' }],
    ['greedy', 'GET', '/files/a/b%20c', 'GET /files/{path+}', { path: 'a/b%20c' }],
    ['greedy needs a segment', 'GET', '/files', 'ANY /{proxy+}', { proxy: 'files' }],
    ['a broken escape', 'GET', '/ranking/%ZZ', 'GET /ranking/{player}', { player: '%ZZ' }],
  ])('%s', (_title, method, path, expected, pathParameters) => {
    const match = find(method, path);
    expect(`${match?.route.httpMethod} ${match?.route.resourcePath}`).toBe(expected);
    expect(match?.pathParameters).toEqual(pathParameters);
  });

  it('is none when the most specific resource lacks the method, or nothing matches', () => {
    expect(find('POST', '/ranking/kim')).toBeUndefined();
    expect(createRouteTable([route('GET', '/a')])('GET', '/b')).toBeUndefined();
  });
});
