import * as z from 'zod';
import { physicalId } from '../../../resources/physical-name.ts';
import type { ResourcePorts } from '../../../resources/resource-ports.ts';
import type { ResourceType } from '../../../resources/resource-type.ts';

const properties = z.strictObject({
  RestApiId: z.string(),
  Name: z.string().optional(),
  ValidateRequestBody: z.boolean().default(false),
  ValidateRequestParameters: z.boolean().default(false),
});

/** AWS::ApiGateway::RequestValidator: which parts of a request the methods that name it look at. */
export const restRequestValidator: ResourceType<z.infer<typeof properties>, ResourcePorts> = {
  type: 'AWS::ApiGateway::RequestValidator',
  properties,
  async create({ ValidateRequestBody, ValidateRequestParameters }, resource, { apiParts }) {
    const id = physicalId(resource, 6);
    apiParts.validators.set(id, { body: ValidateRequestBody, parameters: ValidateRequestParameters });
    return { ref: id, attributes: { RequestValidatorId: id } };
  },
};
