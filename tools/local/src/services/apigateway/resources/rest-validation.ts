import * as z from 'zod';
import { DESCRIBES } from '../../../template/ignored.ts';
import { physicalId, physicalName } from '../../../template/physical-name.ts';
import { resourceType } from '../../../template/resource-type.ts';
import { jsonSchema } from '../checks/json-schema.ts';
import type { RestApiParts } from './rest-api-parts.ts';

const modelProperties = z.strictObject({
  RestApiId: z.string(),
  Name: z.string().optional(),
  ContentType: z.literal('application/json').optional(),
  Schema: jsonSchema,
});

/** AWS::ApiGateway::Model: a schema that methods name. */
export const restModel = resourceType({
  type: 'AWS::ApiGateway::Model',
  properties: modelProperties,
  ignored: { Description: DESCRIBES },
  async create({ RestApiId, Name, Schema }, resource, parts: RestApiParts) {
    const name = Name ?? physicalName(resource).replace(/[^a-zA-Z0-9]/g, '');
    parts.models.set(`${RestApiId}/${name}`, Schema);
    return { ref: name, attributes: {} };
  },
});

const validatorProperties = z.strictObject({
  RestApiId: z.string(),
  Name: z.string().optional(),
  ValidateRequestBody: z.boolean().default(false),
  ValidateRequestParameters: z.boolean().default(false),
});

/** AWS::ApiGateway::RequestValidator: which parts of a request the methods that name it look at. */
export const restRequestValidator = resourceType({
  type: 'AWS::ApiGateway::RequestValidator',
  properties: validatorProperties,
  async create({ ValidateRequestBody, ValidateRequestParameters }, resource, parts: RestApiParts) {
    const id = physicalId(resource, 6);
    parts.validators.set(id, { body: ValidateRequestBody, parameters: ValidateRequestParameters });
    return { ref: id, attributes: { RequestValidatorId: id } };
  },
});
