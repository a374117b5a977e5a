import {
  ApiGatewayV2Client,
  CreateApiCommand,
  GetApiCommand,
  GetApisCommand,
  GetAuthorizersCommand,
  GetDeploymentCommand,
  GetDeploymentsCommand,
  GetIntegrationsCommand,
  GetModelsCommand,
  GetRouteCommand,
  GetRoutesCommand,
  GetStageCommand,
  GetStagesCommand,
} from '@aws-sdk/client-apigatewayv2';
import { clientSettings } from '@hanok/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serveService } from '../../../gateway/serve-service.fixture.ts';
import { deploy, typesOf } from '../../../stack/deploy.ts';
import { lambda } from '../../lambda/part.ts';
import { websocket } from '../../websocket/part.ts';
import { chatTemplate } from '../../websocket/resources/chat-api.fixture.ts';
import { createWebSocketParts } from '../../websocket/resources/web-socket-parts.ts';
import { apiGatewayService } from '../api-gateway-service.ts';

const account = { region: 'us-east-1', accountId: '000000000000' };
const URI =
  /^arn:aws:apigateway:us-east-1:lambda:path\/2015-03-31\/functions\/arn:aws:lambda:.*:chat\/invocations$/;

let server: Awaited<ReturnType<typeof serveService>>;
let client: ApiGatewayV2Client;
let ApiId = '';
beforeAll(async () => {
  const parts = createWebSocketParts();
  const types = typesOf([
    { part: lambda, open: { uses: { permissions: [] } } },
    { part: websocket, open: { uses: parts } },
  ]);
  const second = { ...chatTemplate(), name: 'Second' };
  await deploy([chatTemplate(), second], { ...account, gatewayUrl: 'http://127.0.0.1:9' }, types);
  server = await serveService(apiGatewayService({ ...account, all: () => [], sockets: parts.described }));
  client = new ApiGatewayV2Client({ ...clientSettings(server.url), maxAttempts: 1 });
  const { Items: [api] = [] } = await client.send(new GetApisCommand({}));
  ApiId = api?.ApiId ?? '';
});
afterAll(async () => {
  client.destroy();
  await server.close();
});

const notFound = { name: 'NotFoundException', $metadata: { httpStatusCode: 404 } };

describe('the WebSocket APIs that run', () => {
  it('are told by id, and listed in pages', async () => {
    const api = await client.send(new GetApiCommand({ ApiId }));
    expect(api).toMatchObject({
      ...{ ApiId, Name: 'Chat', ProtocolType: 'WEBSOCKET', CreatedDate: expect.any(Date) },
      RouteSelectionExpression: '$request.body.action',
      ApiEndpoint: `ws://127.0.0.1:9/_aws/execute-api/${ApiId}`,
      ApiKeySelectionExpression: '$request.header.x-api-key',
    });
    const first = await client.send(new GetApisCommand({ MaxResults: '1' }));
    const next = await client.send(new GetApisCommand({ MaxResults: '1', NextToken: first.NextToken }));
    expect([first.Items, next.Items].map((page) => page?.length)).toEqual([1, 1]);
    expect(next.Items?.[0]?.ApiId).not.toBe(ApiId);
    expect(next.NextToken).toBeUndefined();
  });

  it('have routes with their targets, and stages with a deployment and limits', async () => {
    const { Items: routes = [] } = await client.send(new GetRoutesCommand({ ApiId }));
    const { Items: [integration] = [] } = await client.send(new GetIntegrationsCommand({ ApiId }));
    const { Items: [authorizer] = [] } = await client.send(new GetAuthorizersCommand({ ApiId }));
    const Target = `integrations/${integration?.IntegrationId}`;
    const plain = { RouteId: expect.any(String), AuthorizationType: 'NONE', ApiKeyRequired: false, Target };
    const { AuthorizerId } = authorizer ?? {};
    expect(routes).toHaveLength(3);
    expect(routes).toEqual(
      expect.arrayContaining([
        { ...plain, RouteKey: '$connect', AuthorizationType: 'CUSTOM', AuthorizerId },
        { ...plain, RouteKey: 'say', RouteResponseSelectionExpression: '$default' },
        { ...plain, RouteKey: 'post' },
      ]),
    );
    const [one] = routes;
    expect(await client.send(new GetRouteCommand({ ApiId, RouteId: one?.RouteId }))).toMatchObject({
      ...one,
    });
    expect(integration).toMatchObject({
      ...{ IntegrationType: 'AWS_PROXY', IntegrationMethod: 'POST', TimeoutInMillis: 29_000 },
      IntegrationUri: expect.stringMatching(URI),
    });
    expect(authorizer).toMatchObject({
      ...{ Name: 'Chat', AuthorizerType: 'REQUEST', AuthorizerUri: expect.stringMatching(URI) },
      IdentitySource: ['route.request.querystring.token'],
    });

    const { Items: [stage] = [] } = await client.send(new GetStagesCommand({ ApiId }));
    expect(stage).toMatchObject({
      ...{ StageName: 'prod', AutoDeploy: true, DeploymentId: expect.any(String), StageVariables: {} },
      DefaultRouteSettings: { ThrottlingBurstLimit: 50, ThrottlingRateLimit: 50 },
      RouteSettings: { say: { ThrottlingBurstLimit: 5, ThrottlingRateLimit: 5 } },
    });
    expect(await client.send(new GetStageCommand({ ApiId, StageName: 'prod' }))).toMatchObject({ ...stage });
    const { Items: deployments = [] } = await client.send(new GetDeploymentsCommand({ ApiId }));
    expect(deployments).toMatchObject([{ AutoDeployed: true, DeploymentStatus: 'DEPLOYED' }]);
    const deployment = new GetDeploymentCommand({ ApiId, DeploymentId: stage?.DeploymentId });
    expect(await client.send(deployment)).toMatchObject({ ...deployments[0] });
  });

  it.each([
    ['an API', () => client.send(new GetApiCommand({ ApiId: 'none' }))],
    ['routes of an API', () => client.send(new GetRoutesCommand({ ApiId: 'none' }))],
    ['a route', () => client.send(new GetRouteCommand({ ApiId, RouteId: 'none' }))],
    ['a stage', () => client.send(new GetStageCommand({ ApiId, StageName: 'none' }))],
    ['a deployment', () => client.send(new GetDeploymentCommand({ ApiId, DeploymentId: 'none' }))],
  ])('are not found under another id: %s', async (_, ask) => {
    await expect(ask()).rejects.toMatchObject(notFound);
  });

  it('are not listed in pages of no size, and not from a token that was never given', async () => {
    for (const asked of [{ MaxResults: '0' }, { MaxResults: '501' }, { MaxResults: 'x' }, { NextToken: 'x' }])
      await expect(client.send(new GetApisCommand(asked))).rejects.toMatchObject({
        ...{ name: 'BadRequestException', $metadata: { httpStatusCode: 400 } },
        message: expect.stringContaining(Object.keys(asked)[0] ?? ''),
      });
  });

  it.each([
    ['POST /v2/apis', () => client.send(new CreateApiCommand({ Name: 'x', ProtocolType: 'WEBSOCKET' }))],
    ['GET /v2/apis/none/models', () => client.send(new GetModelsCommand({ ApiId: 'none' }))],
  ])('are not changed, and nothing else is read: %s', async (call, ask) => {
    await expect(ask()).rejects.toMatchObject({
      message: expect.stringContaining(`The local stack does not support apigateway:${call}`),
      $metadata: { httpStatusCode: 501 },
    });
  });
});
