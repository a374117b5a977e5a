import * as z from 'zod';
import { jsonSchema } from '../json-schema.ts';
import { physicalName } from '../../../resources/physical-name.ts';
import type { ResourcePorts } from '../../../resources/resource-ports.ts';
import type { ResourceType } from '../../../resources/resource-type.ts';

const properties = z.strictObject({
  RestApiId: z.string(),
  Name: z.string().optional(),
  ContentType: z.literal('application/json').optional(),
  Schema: jsonSchema,
});

/** AWS::ApiGateway::Model: a schema that methods name. */
export const restModel: ResourceType<z.infer<typeof properties>, ResourcePorts> = {
  type: 'AWS::ApiGateway::Model',
  properties,
  async create({ RestApiId, Name, Schema }, resource, { apiParts }) {
    const name = Name ?? physicalName(resource).replace(/[^a-zA-Z0-9]/g, '');
    apiParts.models.set(`${RestApiId}/${name}`, Schema);
    return { ref: name, attributes: {} };
  },
};
