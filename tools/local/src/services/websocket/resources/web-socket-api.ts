import * as z from 'zod';
import { EXECUTE_API_PATH } from '../../../gateway/paths.ts';
import { DESCRIBES } from '../../../template/ignored.ts';
import { physicalId } from '../../../template/physical-name.ts';
import { resourceType } from '../../../template/resource-type.ts';
import type { Throttling } from '../../apigateway/rest-config.ts';
import { routeSelection } from '../route-selection.ts';
import { ACCOUNT_LIMITS } from '../web-socket-apis.ts';
import type { DescribedPart, WebSocketParts } from './web-socket-parts.ts';

const api = z.discriminatedUnion(
  'ProtocolType',
  [
    z.strictObject({
      Name: z.string(),
      ProtocolType: z.literal('WEBSOCKET'),
      RouteSelectionExpression: z.string(),
    }),
    z.strictObject({
      Name: z.string(),
      ProtocolType: z.literal('HTTP'),
      RouteSelectionExpression: z.literal('$request.method $request.path').optional(),
      DisableExecuteApiEndpoint: z.literal(false).optional(),
    }),
  ],
  'must be WEBSOCKET or HTTP',
);

/** AWS::ApiGatewayV2::Api of WebSocket and of HTTP. */
export const webSocketApi = resourceType({
  type: 'AWS::ApiGatewayV2::Api',
  properties: api,
  ignored: {
    Description: DESCRIBES,
    Tags: DESCRIBES,
    IpAddressType: 'there is one gateway',
    ApiKeySelectionExpression: 'no route asks for a key',
  },
  async create({ Name, ProtocolType, RouteSelectionExpression }, resource, parts: WebSocketParts) {
    const id = physicalId(resource, 10);
    const isHttp = ProtocolType === 'HTTP';
    const expression = RouteSelectionExpression ?? '$request.method $request.path';
    if (isHttp) parts.httpApis.add(id);
    else {
      // Throws for what is not supported.
      routeSelection(expression);
      parts.apis.push({ id, routeSelectionExpression: expression });
    }
    const { gatewayUrl } = resource.place;
    const apiEndpoint = `${isHttp ? gatewayUrl : gatewayUrl.replace(/^http/, 'ws')}${EXECUTE_API_PATH}${id}`;
    const says = {
      ...{ apiId: id, name: Name, apiEndpoint, protocolType: ProtocolType },
      ...{ routeSelectionExpression: expression, disableExecuteApiEndpoint: false },
      ...{ apiKeySelectionExpression: '$request.header.x-api-key', ipAddressType: 'ipv4' },
      ...{ createdDate: new Date().toISOString(), tags: {} },
    };
    parts.described.push({ kind: 'apis', apiId: id, id, says });
    return { ref: id, attributes: { ApiId: id, ApiEndpoint: apiEndpoint } };
  },
});

/** AWS::ApiGatewayV2::Deployment: a stage here always serves the template's newest routes. */
export const webSocketDeployment = resourceType({
  type: 'AWS::ApiGatewayV2::Deployment',
  properties: z.strictObject({ ApiId: z.string() }),
  ignored: { Description: DESCRIBES },
  async create({ ApiId }, resource, parts: WebSocketParts) {
    const id = physicalId(resource, 6);
    parts.described.push(deploymentOf(ApiId, id, { autoDeployed: false }));
    return { ref: id, attributes: { DeploymentId: id } };
  },
});

function deploymentOf(apiId: string, id: string, more: object): DescribedPart {
  const createdDate = new Date().toISOString();
  const says = { deploymentId: id, deploymentStatus: 'DEPLOYED', createdDate, ...more };
  return { kind: 'deployments', apiId, id, says };
}

const settings = z.strictObject({
  ThrottlingRateLimit: z.number().positive().optional(),
  ThrottlingBurstLimit: z.int().positive().optional(),
});

const properties = z.strictObject({
  ApiId: z.string(),
  StageName: z.string().regex(/^(\$default|[\w-]{1,128})$/, 'is not the name of a stage'),
  DeploymentId: z.string().optional(),
  AutoDeploy: z.boolean().optional(),
  StageVariables: z.record(z.string(), z.string()).optional(),
  DefaultRouteSettings: settings.optional(),
  RouteSettings: z.record(z.string(), settings).default({}),
});

/** AWS::ApiGatewayV2::Stage. */
export const webSocketStage = resourceType({
  type: 'AWS::ApiGatewayV2::Stage',
  properties,
  ignored: {
    Description: DESCRIBES,
    Tags: DESCRIBES,
    AccessLogSettings: 'the local stack writes no access log of a WebSocket API',
    'DefaultRouteSettings.LoggingLevel': 'the gateway writes its own log',
    'DefaultRouteSettings.DataTraceEnabled': 'the gateway writes its own log',
    'DefaultRouteSettings.DetailedMetricsEnabled':
      'the local stack has metrics of the API and its stage, none of a route',
  },
  async create(stage, resource, parts: WebSocketParts) {
    const { ApiId, StageName, StageVariables, DefaultRouteSettings, RouteSettings } = stage;
    if (StageName === '$default' && !parts.httpApis.has(ApiId))
      throw new Error('property "StageName" is invalid: only an HTTP API has the stage $default');
    const throttling = limitsOf(DefaultRouteSettings ?? {});
    const single = Object.entries(RouteSettings).flatMap(([routeKey, own]) => {
      const limits = limitsOf(own);
      return limits === undefined ? [] : [[routeKey, limits] as const];
    });
    parts.stages.push({
      apiId: ApiId,
      stage: {
        name: StageName,
        ...(StageVariables && { variables: StageVariables }),
        ...(throttling && { throttling }),
        routeThrottling: Object.fromEntries(single),
      },
    });
    const ofItself = physicalId(resource, 6);
    if (stage.AutoDeploy === true)
      parts.described.push(deploymentOf(ApiId, ofItself, { autoDeployed: true, description: AUTOMATIC }));
    const date = new Date().toISOString();
    const says = {
      ...{ stageName: StageName, autoDeploy: stage.AutoDeploy ?? false, createdDate: date },
      ...{ deploymentId: stage.DeploymentId ?? ofItself, lastUpdatedDate: date, tags: {} },
      defaultRouteSettings: settingsOf(DefaultRouteSettings),
      routeSettings: Object.fromEntries(
        Object.entries(RouteSettings).map(([key, own]) => [key, settingsOf(own)]),
      ),
      stageVariables: StageVariables ?? {},
    };
    parts.described.push({ kind: 'stages', apiId: ApiId, id: StageName, says });
    return { ref: StageName, attributes: {} };
  },
});

const AUTOMATIC = 'Automatic deployment triggered by changes to the Api configuration';

function settingsOf({ ThrottlingRateLimit, ThrottlingBurstLimit }: z.infer<typeof settings> = {}): object {
  return {
    ...{ detailedMetricsEnabled: false, dataTraceEnabled: false, loggingLevel: 'OFF' },
    ...(ThrottlingRateLimit !== undefined && { throttlingRateLimit: ThrottlingRateLimit }),
    ...(ThrottlingBurstLimit !== undefined && { throttlingBurstLimit: ThrottlingBurstLimit }),
  };
}

/** The one that is left out is that of the account. */
function limitsOf(limits: z.infer<typeof settings>): Throttling | undefined {
  const { ThrottlingRateLimit: rateLimit, ThrottlingBurstLimit: burstLimit } = limits;
  if (rateLimit === undefined && burstLimit === undefined) return undefined;
  return {
    rateLimit: rateLimit ?? ACCOUNT_LIMITS.requests.rateLimit,
    burstLimit: burstLimit ?? ACCOUNT_LIMITS.requests.burstLimit,
  };
}
