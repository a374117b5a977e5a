import * as z from 'zod';
import { physicalId } from '../../../resources/physical-name.ts';
import type { ResourcePorts } from '../../../resources/resource-ports.ts';
import type { ResourceType } from '../../../resources/resource-type.ts';

const properties = z.strictObject({
  Name: z.string(),
  BinaryMediaTypes: z.array(z.string()).default([]),
});

/** AWS::ApiGateway::RestApi. */
export const restApi: ResourceType<z.infer<typeof properties>, ResourcePorts> = {
  type: 'AWS::ApiGateway::RestApi',
  properties,
  async create({ Name, BinaryMediaTypes }, resource, { apiParts }) {
    const id = physicalId(resource, 10);
    const rootResourceId = physicalId({ ...resource, logicalId: `${resource.logicalId}/` }, 10);
    apiParts.apis.push({ id, name: Name, binaryMediaTypes: BinaryMediaTypes });
    apiParts.paths.set(rootResourceId, '/');
    return { ref: id, attributes: { RestApiId: id, RootResourceId: rootResourceId } };
  },
};
