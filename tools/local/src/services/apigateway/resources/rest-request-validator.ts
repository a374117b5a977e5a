import * as z from 'zod';
import { physicalId } from '../../../template/physical-name.ts';
import { resourceType } from '../../../template/resource-type.ts';
import type { RestApiParts } from './rest-api-parts.ts';

const properties = z.strictObject({
  RestApiId: z.string(),
  Name: z.string().optional(),
  ValidateRequestBody: z.boolean().default(false),
  ValidateRequestParameters: z.boolean().default(false),
});

/** AWS::ApiGateway::RequestValidator: which parts of a request the methods that name it look at. */
export const restRequestValidator = resourceType({
  type: 'AWS::ApiGateway::RequestValidator',
  properties,
  async create({ ValidateRequestBody, ValidateRequestParameters }, resource, parts: RestApiParts) {
    const id = physicalId(resource, 6);
    parts.validators.set(id, { body: ValidateRequestBody, parameters: ValidateRequestParameters });
    return { ref: id, attributes: { RequestValidatorId: id } };
  },
});
