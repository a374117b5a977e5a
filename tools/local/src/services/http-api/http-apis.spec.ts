import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiGatewayV2Client, GetApisCommand, GetRoutesCommand } from '@aws-sdk/client-apigatewayv2';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { httpEvent, parseInput } from '@hanok/events';
import { writeForeignAssembly } from '../../cli/foreign-assembly.fixture.ts';
import { clientConfig } from '../../stack/gomoku-stack.fixture.ts';
import { type Stack, startStack } from '../../stack/start-stack.ts';

const CODE = `exports.handler = async (event) => {
  if (event.rawPath === '/fail') throw new Error('no');
  if (event.rawPath === '/plain') return { hello: 'plain' };
  const body = JSON.stringify({ event, url: process.env.URL });
  return { statusCode: 201, headers: { 'X-Own': '1' }, cookies: ['a=1', 'b=2'], body };
};`;
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const join2 = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });
const sourceOf = (path: string) =>
  join2('arn:', { Ref: 'AWS::Partition' }, ':execute-api:us-east-1:000000000000:', { Ref: 'Http' }, path);
const v2 = (type: string, properties: object) => ({
  Type: `AWS::ApiGatewayV2::${type}`,
  Properties: { ApiId: { Ref: 'Http' }, ...properties },
});
const routeOf = (RouteKey: string, more: object = {}) =>
  v2('Route', {
    ...{ RouteKey, AuthorizationType: 'NONE', ...more },
    Target: join2('integrations/', { Ref: 'Integration' }),
  });
const permit = (path: string) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: {
    ...{ Action: 'lambda:InvokeFunction', FunctionName: arnOf('Notes') },
    ...{ Principal: 'apigateway.amazonaws.com', SourceArn: sourceOf(path) },
  },
});
const stackMap = z.looseObject({
  nodes: z.array(z.looseObject({ id: z.string(), label: z.string() })),
  edges: z.array(z.unknown()),
});
/** In the shapes in which the CDK writes an `HttpApi` with an `HttpLambdaIntegration`. */
const NOTES: Record<string, object> = {
  Notes: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      ...{
        Code: { ZipFile: CODE },
        Handler: 'index.handler',
        Role: arnOf('SeenRole'),
        Runtime: 'nodejs22.x',
      },
      Environment: {
        Variables: {
          URL: join2(
            'https://',
            { Ref: 'Http' },
            '.execute-api.',
            { Ref: 'AWS::Region' },
            '.',
            { Ref: 'AWS::URLSuffix' },
            '/',
          ),
        },
      },
    },
  },
  Http: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'Notes', ProtocolType: 'HTTP' } },
  Default: v2('Stage', { StageName: '$default', AutoDeploy: true, StageVariables: { room: 'one' } }),
  Test: v2('Stage', { StageName: 'test', AutoDeploy: true }),
  Integration: v2('Integration', {
    ...{ IntegrationType: 'AWS_PROXY', IntegrationUri: arnOf('Notes'), PayloadFormatVersion: '2.0' },
  }),
  Any: routeOf('ANY /notes/{id}'),
  Latest: routeOf('GET /notes/latest'),
  Files: routeOf('GET /files/{path+}'),
  Fail: routeOf('GET /fail'),
  Plain: routeOf('GET /plain'),
  PermitNotes: permit('/*/*/*'),
};

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'hanok-http-'))));
afterAll(() => rmSync(folder, { recursive: true }));

describe('an HTTP API of a template', () => {
  let stack: Stack;
  let api: ApiGatewayV2Client;
  let base: string;
  beforeAll(async () => {
    writeForeignAssembly(join(folder, 'served'), NOTES);
    stack = await startStack({ assembly: join(folder, 'served'), only: ['Orders'], port: 0 });
    api = new ApiGatewayV2Client(clientConfig(stack.url));
    base = (await api.send(new GetApisCommand({}))).Items?.[0]?.ApiEndpoint ?? '';
  });
  afterAll(async () => {
    api.destroy();
    await stack.stop();
  });

  /** The event that the function was given. */
  async function eventOf(path: string, init?: RequestInit) {
    const answer = await fetch(`${base}${path}`, init);
    expect([answer.status, answer.headers.get('x-own')]).toEqual([201, '1']);
    return JSON.parse(await answer.text()).event;
  }

  it('hands on payload version 2.0, which the schema of the handlers takes, with decoded path and cookies', async () => {
    const event = await eventOf('/notes/%ED%95%9C?n=1&n=2', {
      method: 'PUT',
      headers: { 'content-type': 'application/json', cookie: 'a=1; b=2' },
      body: '{"a":1}',
    });
    expect(parseInput(httpEvent, event)).toMatchObject({ ok: true });
    expect(event).toMatchObject({
      ...{ version: '2.0', routeKey: 'ANY /notes/{id}', rawPath: '/notes/한', rawQueryString: 'n=1&n=2' },
      ...{ pathParameters: { id: '한' }, queryStringParameters: { n: '1,2' }, cookies: ['a=1', 'b=2'] },
      ...{ stageVariables: { room: 'one' }, body: '{"a":1}', isBase64Encoded: false },
      requestContext: {
        ...{ accountId: '000000000000', stage: '$default', routeKey: 'ANY /notes/{id}' },
        http: { method: 'PUT', path: '/notes/한' },
      },
    });
  });

  it('takes the most specific route with the method, and a stage with a name by the first part of the path', async () => {
    expect(await eventOf('/notes/latest')).toMatchObject({ routeKey: 'GET /notes/latest' });
    expect(await eventOf('/notes/latest', { method: 'POST' })).toMatchObject({ routeKey: 'ANY /notes/{id}' });
    expect(await eventOf('/files/a/b')).toMatchObject({ pathParameters: { path: 'a/b' } });
    expect(await eventOf('/test/notes/7')).toMatchObject({
      ...{ rawPath: '/test/notes/7', pathParameters: { id: '7' }, requestContext: { stage: 'test' } },
    });
  });

  it('answers cookies, an answer without a status as JSON, and 404 and 500 as AWS does', async () => {
    const noted = await fetch(`${base}/notes/1`);
    expect(noted.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(noted.headers.get('apigw-requestid')).toMatch(/./);
    const { url } = JSON.parse(await noted.text());
    expect(url).toBe(`${base}/`);
    const plain = await fetch(`${base}/plain`);
    expect([plain.status, await plain.json()]).toEqual([200, { hello: 'plain' }]);
    for (const [path, status, message] of [
      ['/nothing', 404, 'Not Found'],
      ['/notes/1/', 404, 'Not Found'],
      ['', 404, 'Not Found'],
      ['/fail', 500, 'Internal Server Error'],
    ] as const) {
      const answer = await fetch(`${base}${path}`);
      expect([path, answer.status, await answer.json()]).toEqual([path, status, { message }]);
    }
  });

  it('is an API on the map of the page, with an edge to its function', async () => {
    const map = stackMap.parse(await (await fetch(`${stack.url}/_hanok/map`)).json());
    const node = map.nodes.find(({ label }) => label === 'Notes');
    expect(node).toMatchObject({ kind: 'api', stack: 'Orders' });
    expect(map.edges).toContainEqual(
      expect.objectContaining({ from: node?.id, to: 'function:Orders-Notes', kind: 'triggers' }),
    );
  });

  it('is told by the API of API Gateway', async () => {
    const { Items: apis } = await api.send(new GetApisCommand({}));
    expect(apis).toMatchObject([{ Name: 'Notes', ProtocolType: 'HTTP' }]);
    const { Items: routes } = await api.send(new GetRoutesCommand({ ApiId: apis?.[0]?.ApiId }));
    expect(routes?.map(({ RouteKey }) => RouteKey)).toContain('GET /notes/latest');
  });
});

describe('an HTTP API is refused by name', () => {
  const without = ({ PermitNotes: _, ...rest }: Record<string, object>) => rest;
  const api = (more: object) => ({
    Type: 'AWS::ApiGatewayV2::Api',
    Properties: { Name: 'Notes', ProtocolType: 'HTTP', ...more },
  });
  it.each<[string, Record<string, object>, string]>([
    [
      'with CORS',
      { ...NOTES, Http: api({ CorsConfiguration: {} }) },
      'property "CorsConfiguration" is not supported',
    ],
    [
      'with payload 1.0',
      {
        ...NOTES,
        Integration: v2('Integration', { IntegrationType: 'AWS_PROXY', IntegrationUri: arnOf('Notes') }),
      },
      'property "PayloadFormatVersion" is 1.0: the local stack supports 2.0 of HTTP APIs',
    ],
    [
      'with a route that is none',
      { ...NOTES, Any: routeOf('/notes') },
      'is no route of an HTTP API, such as GET /notes',
    ],
    [
      'with an authorizer of AWS',
      { ...NOTES, Any: routeOf('GET /a', { AuthorizationType: 'JWT' }) },
      'must be NONE or CUSTOM',
    ],
    ['without a permission', without(NOTES), 'no permission lets API Gateway invoke'],
  ])('%s', async (name, resources, problem) => {
    const assembly = join(folder, name.replaceAll(' ', '-'));
    writeForeignAssembly(assembly, resources);
    await expect(startStack({ assembly, only: ['Orders'], port: 0 })).rejects.toThrow(problem);
  });
});
