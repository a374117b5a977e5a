import * as z from 'zod';
import { jsonSchema } from '../json-schema.ts';
import { physicalName } from '../../../template/physical-name.ts';
import { resourceType } from '../../../template/resource-type.ts';
import { DESCRIBES } from '../../../template/ignored.ts';
import type { RestApiParts } from './rest-api-parts.ts';

const properties = z.strictObject({
  RestApiId: z.string(),
  Name: z.string().optional(),
  ContentType: z.literal('application/json').optional(),
  Schema: jsonSchema,
});

/** AWS::ApiGateway::Model: a schema that methods name. */
export const restModel = resourceType({
  type: 'AWS::ApiGateway::Model',
  properties,
  ignored: { Description: DESCRIBES },
  async create({ RestApiId, Name, Schema }, resource, parts: RestApiParts) {
    const name = Name ?? physicalName(resource).replace(/[^a-zA-Z0-9]/g, '');
    parts.models.set(`${RestApiId}/${name}`, Schema);
    return { ref: name, attributes: {} };
  },
});
