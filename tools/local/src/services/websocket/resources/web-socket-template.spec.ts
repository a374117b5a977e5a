import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { deploy, typesOf } from '../../../stack/deploy.ts';
import type { Resources } from '../../../stack/game-stack.fixture.ts';
import { startStack } from '../../../stack/start-stack.ts';
import type { Json } from '../../../template/template.ts';
import { lambda } from '../../lambda/part.ts';
import type { InvokePermission } from '../../lambda/lambda-uses.ts';
import { websocket } from '../part.ts';
import type { WebSocketApi } from '../web-socket-config.ts';
import { chatTemplate, writeChatAssembly } from './chat-api.fixture.ts';
import { addWebSocketApis, createWebSocketParts } from './web-socket-parts.ts';

const account = { region: 'us-east-1', accountId: '000000000000' };

/** What a template makes, without an engine. */
async function make(change?: (resources: Resources) => void): Promise<WebSocketApi[]> {
  const made: WebSocketApi[] = [];
  const permissions: InvokePermission[] = [];
  const parts = createWebSocketParts();
  const finishTemplate = () =>
    addWebSocketApis({ account, parts, permissions, add: (api) => void made.push(api) });
  const types = typesOf([
    { part: lambda, open: { uses: { permissions } } },
    { part: websocket, open: { uses: parts, finishTemplate } },
  ]);
  await deploy([chatTemplate(change)], { ...account, gatewayUrl: 'http://127.0.0.1:9' }, types);
  return made;
}

const set = (id: string, properties: Record<string, Json>) => (resources: Resources) =>
  void Object.assign(resources[id]?.Properties ?? {}, properties);
const without = (id: string) => (resources: Resources) => void Reflect.deleteProperty(resources, id);

describe('a WebSocket API of a template', () => {
  it('is served with its routes, authorizer, responses and limits', async () => {
    const plain = { functionName: 'chat', timeoutMs: 29_000, responds: false };
    const identitySources = [{ place: 'querystring', name: 'token' }];
    expect(await make()).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{10}$/),
        routeSelectionExpression: '$request.body.action',
        routes: [
          { ...plain, routeKey: '$connect', authorizer: { functionName: 'chat', identitySources } },
          { ...plain, routeKey: 'say', responds: true },
          { ...plain, routeKey: 'post' },
        ],
        stages: [
          {
            name: 'prod',
            throttling: { rateLimit: 50, burstLimit: 50 },
            routeThrottling: { say: { rateLimit: 5, burstLimit: 5 } },
          },
        ],
      },
    ]);
  });

  it('answers a route only when it selects its response and has it', async () => {
    const [made] = await make(without('SayResponse'));
    expect(made?.routes.map(({ responds }) => responds)).toEqual([false, false, false]);
  });

  it('has the limit of the account where a stage leaves one out', async () => {
    const settings = { RouteSettings: { say: { ThrottlingBurstLimit: 5 } } };
    const [made] = await make(
      set('Stage', { ...settings, DefaultRouteSettings: { ThrottlingRateLimit: 50 } }),
    );
    expect(made?.stages).toMatchObject([
      {
        throttling: { rateLimit: 50, burstLimit: 5_000 },
        routeThrottling: { say: { rateLimit: 10_000, burstLimit: 5 } },
      },
    ]);
  });

  it.each<[string, (resources: Resources) => void, string]>([
    ['a protocol of neither kind', set('Api', { ProtocolType: 'TCP' }), 'must be WEBSOCKET or HTTP'],
    ['a schema', set('Api', { DisableSchemaValidation: true }), '"DisableSchemaValidation" is not supported'],
    [
      'another expression',
      set('Api', { RouteSelectionExpression: '$request.header.x' }),
      '$request.body.NAME',
    ],
    ['an HTTP integration', set('Integration', { IntegrationType: 'HTTP_PROXY' }), 'must be AWS_PROXY'],
    ['a MOCK integration', set('Integration', { IntegrationType: 'MOCK' }), 'must be AWS_PROXY'],
    [
      'a mapping template',
      set('Integration', { RequestTemplates: {} }),
      '"RequestTemplates" is not supported',
    ],
    ['an HTTP integration of its own', set('Integration', { IntegrationType: 'HTTP' }), 'must be AWS_PROXY'],
    ['an AWS integration', set('Integration', { IntegrationType: 'AWS' }), 'must be AWS_PROXY'],
    ...[
      ...['TemplateSelectionExpression', 'ContentHandlingStrategy', 'PassthroughBehavior'],
      ...['RequestParameters', 'ResponseParameters', 'ConnectionType', 'CredentialsArn'],
    ].map((name): [string, (resources: Resources) => void, string] => [
      name,
      set('Integration', { [name]: 'x' }),
      `"${name}" is not supported`,
    ]),
    ['an integration over 29 s', set('Integration', { TimeoutInMillis: 29_001 }), '"TimeoutInMillis"'],
    ['an integration under 50 ms', set('Integration', { TimeoutInMillis: 49 }), '"TimeoutInMillis"'],
    ['a selection of models', set('Say', { ModelSelectionExpression: 'x' }), '"ModelSelectionExpression"'],
    ['a model', set('Say', { RequestModels: {} }), '"RequestModels" is not supported'],
    ['a key', set('Say', { ApiKeyRequired: true }), '"ApiKeyRequired" is invalid'],
    ['IAM', set('Connect', { AuthorizationType: 'AWS_IAM' }), 'does not support AWS_IAM here'],
    ['an unknown route', set('Say', { RouteKey: '$other' }), 'is none of the predefined routes'],
    [
      'an authorizer elsewhere',
      set('Say', { AuthorizationType: 'CUSTOM', AuthorizerId: 'a' }),
      'only the route $connect has an authorizer',
    ],
    ['an identity source', set('Authorizer', { IdentitySource: ['$context.x'] }), 'is not that of a header'],
    ['no permission', without('MaySay'), 'route say: no permission lets API Gateway invoke chat'],
    ['no permission to ask', without('MayAuthorize'), 'the authorizer: no permission lets API Gateway'],
    ...['IntegrationResponse', 'Model', 'DomainName', 'ApiMapping', 'VpcLink'].map(
      (name): [string, (resources: Resources) => void, string] => [
        `AWS::ApiGatewayV2::${name}`,
        (resources) => void Object.assign(resources, { Other: { Type: `AWS::ApiGatewayV2::${name}` } }),
        `type AWS::ApiGatewayV2::${name} is not supported`,
      ],
    ),
  ])('with %s is refused by name', async (_, change, message) => {
    await expect(make(change)).rejects.toThrow(message);
  });
});

describe('the stack of a WebSocket API', () => {
  it('runs its function for the authorizer, for routes, and to post to the client', async () => {
    const { folder, remove } = writeChatAssembly();
    const stack = await startStack({ assembly: folder, port: 0 });
    const next = async (socket: WebSocket) => Object((await once(socket, 'message'))[0]).data;
    try {
      const url = stack.outputs['Chat']?.['Url'] ?? '';
      expect(url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/_aws\/execute-api\/[0-9a-f]{10}\/prod$/);
      const refused = new WebSocket(url);
      await once(refused, 'error');
      const socket = new WebSocket(`${url}?token=ann`);
      await once(socket, 'open');
      socket.send('{"action":"say"}');
      expect(await next(socket)).toBe('heard ann');
      socket.send('{"action":"post"}');
      expect(await next(socket)).toBe('posted');
      socket.send('{"action":"other"}');
      expect(JSON.parse(await next(socket))).toMatchObject({ message: 'Forbidden' });
    } finally {
      await stack.stop();
      remove();
    }
  });
});
