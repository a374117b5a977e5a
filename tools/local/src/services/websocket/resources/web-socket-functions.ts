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

/** AWS::ApiGatewayV2::Integration of a function. */
export const webSocketIntegration = resourceType({
  type: 'AWS::ApiGatewayV2::Integration',
  properties: z.strictObject({
    ApiId: z.string(),
    IntegrationType: z.literal('AWS_PROXY', ONLY_PROXY),
    IntegrationUri: functionUri,
    IntegrationMethod: z.literal('POST').optional(),
    TimeoutInMillis: z.int().min(50).max(29_000).default(29_000),
  }),
  ignored: { Description: DESCRIBES },
  async create({ ApiId, IntegrationUri, TimeoutInMillis }, resource, parts: WebSocketParts) {
    const id = physicalId(resource, 7);
    const { uri, functionArn } = IntegrationUri;
    parts.integrations.set(id, { functionArn, timeoutMs: TimeoutInMillis });
    const says = {
      ...{ integrationId: id, integrationType: 'AWS_PROXY', integrationUri: uri, integrationMethod: 'POST' },
      ...{ connectionType: 'INTERNET', passthroughBehavior: 'WHEN_NO_MATCH', payloadFormatVersion: '1.0' },
      timeoutInMillis: TimeoutInMillis,
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
