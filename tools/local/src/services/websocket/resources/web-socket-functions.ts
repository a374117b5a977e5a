import * as z from 'zod';
import { DESCRIBES } from '../../../template/ignored.ts';
import { physicalId } from '../../../template/physical-name.ts';
import { resourceType } from '../../../template/resource-type.ts';
import type { WebSocketParts } from './web-socket-parts.ts';

const ONLY_PROXY =
  'must be AWS_PROXY: the local stack does not support HTTP and MOCK integrations and mapping templates';

const functionUri = z
  .string()
  .regex(/:lambda:path\/2015-03-31\/functions\/.+\/invocations$/, 'is not that of a function')
  .transform((uri) => ({
    uri,
    functionArn: uri.replace(/^.*\/functions\//, '').replace(/\/invocations$/, ''),
  }));

/** An HTTP API takes the ARN of the function, too. */
const functionArn = z
  .string()
  .regex(/^arn:[^:]+:lambda:[^:]+:[^:]+:function:[^:]+$/, 'is not that of a function')
  .transform((arn) => ({ uri: arn, functionArn: arn }));

/** AWS::ApiGatewayV2::Integration of a function. */
export const webSocketIntegration = resourceType({
  type: 'AWS::ApiGatewayV2::Integration',
  properties: z.strictObject({
    ApiId: z.string(),
    IntegrationType: z.literal('AWS_PROXY', ONLY_PROXY),
    IntegrationUri: z.union([functionUri, functionArn], 'is not that of a function'),
    IntegrationMethod: z.literal('POST').optional(),
    PayloadFormatVersion: z.enum(['1.0', '2.0']).optional(),
    TimeoutInMillis: z.int().min(50).max(30_000).optional(),
  }),
  ignored: { Description: DESCRIBES },
  async create(integration, resource, parts: WebSocketParts) {
    const { ApiId, IntegrationUri, PayloadFormatVersion: version = '1.0' } = integration;
    const id = physicalId(resource, 7);
    const isHttp = parts.httpApis.has(ApiId);
    const most = isHttp ? 30_000 : 29_000;
    const timeoutMs = integration.TimeoutInMillis ?? most;
    if (timeoutMs > most)
      throw new Error(`property "TimeoutInMillis" is invalid: at most ${most} for such an API`);
    if (version !== (isHttp ? '2.0' : '1.0'))
      throw new Error(
        `property "PayloadFormatVersion" is ${version}: the local stack supports 2.0 of HTTP APIs and 1.0 of WebSocket APIs`,
      );
    const { uri, functionArn: arn } = IntegrationUri;
    parts.integrations.set(id, { functionArn: arn, timeoutMs });
    const says = {
      ...{ integrationId: id, integrationType: 'AWS_PROXY', integrationUri: uri, integrationMethod: 'POST' },
      ...{ connectionType: 'INTERNET', payloadFormatVersion: version },
      ...(!isHttp && { passthroughBehavior: 'WHEN_NO_MATCH' }),
      timeoutInMillis: timeoutMs,
    };
    parts.described.push({ kind: 'integrations', apiId: ApiId, id, says });
    return { ref: id, attributes: { IntegrationId: id } };
  },
});

const SOURCE = /^route\.request\.(header|querystring)\.([\w.-]+)$/;

const identitySource = z.string().transform((text, context) => {
  const [, place, name = ''] = SOURCE.exec(text) ?? [];
  if (place === 'header' || place === 'querystring') return { text, source: { place, name } } as const;
  context.addIssue({ code: 'custom', message: 'is not that of a header or of a parameter of the query' });
  return z.NEVER;
});

/** AWS::ApiGatewayV2::Authorizer that is a function. */
export const webSocketAuthorizer = resourceType({
  type: 'AWS::ApiGatewayV2::Authorizer',
  properties: z.strictObject({
    ApiId: z.string(),
    Name: z.string(),
    AuthorizerType: z.literal('REQUEST'),
    AuthorizerUri: functionUri,
    IdentitySource: z.array(identitySource).default([]),
  }),
  async create({ ApiId, Name, AuthorizerUri, IdentitySource }, resource, parts: WebSocketParts) {
    const id = physicalId(resource, 6);
    const { uri, functionArn } = AuthorizerUri;
    const identitySources = IdentitySource.map(({ source }) => source);
    parts.authorizers.set(id, { functionArn, identitySources });
    const says = {
      ...{ authorizerId: id, name: Name, authorizerType: 'REQUEST', authorizerUri: uri },
      identitySource: IdentitySource.map(({ text }) => text),
    };
    parts.described.push({ kind: 'authorizers', apiId: ApiId, id, says });
    return { ref: id, attributes: { AuthorizerId: id } };
  },
});
