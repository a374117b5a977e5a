import * as z from 'zod';
import { physicalId } from '../../../template/physical-name.ts';
import { resourceType } from '../../../template/resource-type.ts';
import { DESCRIBES } from '../../../template/ignored.ts';
import type { RestApiParts } from './rest-api-parts.ts';

const properties = z.strictObject({
  Name: z.string(),
  BinaryMediaTypes: z.array(z.string()).default([]),
});

/** AWS::ApiGateway::RestApi. */
export const restApi = resourceType({
  type: 'AWS::ApiGateway::RestApi',
  properties,
  ignored: { EndpointConfiguration: 'there is one gateway', Description: DESCRIBES },
  async create({ Name, BinaryMediaTypes }, resource, parts: RestApiParts) {
    const id = physicalId(resource, 10);
    const rootResourceId = physicalId({ ...resource, logicalId: `${resource.logicalId}/` }, 10);
    parts.apis.push({ id, name: Name, binaryMediaTypes: BinaryMediaTypes });
    parts.paths.set(rootResourceId, '/');
    return { ref: id, attributes: { RestApiId: id, RootResourceId: rootResourceId } };
  },
});
