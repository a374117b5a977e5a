import * as z from 'zod';
import { physicalName } from '../../../template/physical-name.ts';
import { resourceType } from '../../../template/resource-type.ts';
import { gatewayResponseType, unknownVariable } from '../answers/gateway-response.ts';
import type { RestApiParts } from './rest-api-parts.ts';

const staticValue = z.string().regex(/^'[^']*'$/, 'is not a text in single quotes');
const template = z.string().superRefine((text, context) => {
  const unknown = unknownVariable(text);
  if (unknown !== undefined)
    context.addIssue({ code: 'custom', message: `variable $${unknown} is not supported by the local stack` });
});

const properties = z.strictObject({
  RestApiId: z.string(),
  ResponseType: gatewayResponseType,
  StatusCode: z.coerce.number().pipe(z.int().min(400).max(599)).optional(),
  ResponseParameters: z
    .record(z.string().regex(/^gatewayresponse\.header\.[\w-]+$/, 'is not that of a header'), staticValue)
    .default({}),
  ResponseTemplates: z.strictObject({ 'application/json': template.optional() }).default({}),
});

/** AWS::ApiGateway::GatewayResponse with fixed headers. */
export const restGatewayResponse = resourceType({
  type: 'AWS::ApiGateway::GatewayResponse',
  properties,
  async create({ RestApiId, ResponseType, StatusCode, ...response }, resource, parts: RestApiParts) {
    const { 'application/json': body } = response.ResponseTemplates;
    const headers = Object.entries(response.ResponseParameters).map(([name, value]) => [
      name.replace('gatewayresponse.header.', '').toLowerCase(),
      value.slice(1, -1),
    ]);
    parts.gatewayResponses.push({
      apiId: RestApiId,
      response: {
        type: ResponseType,
        headers: Object.fromEntries(headers),
        ...(StatusCode !== undefined && { status: StatusCode }),
        ...(body !== undefined && { template: body }),
      },
    });
    return { ref: physicalName(resource), attributes: {} };
  },
});
