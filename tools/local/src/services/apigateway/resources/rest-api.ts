import * as z from 'zod';
import { DESCRIBES } from '../../../template/ignored.ts';
import { physicalId } from '../../../template/physical-name.ts';
import { resourceType } from '../../../template/resource-type.ts';
import type { RestApiParts } from './rest-api-parts.ts';

/** AWS::ApiGateway::RestApi. */
export const restApi = resourceType({
  type: 'AWS::ApiGateway::RestApi',
  properties: z.strictObject({ Name: z.string(), BinaryMediaTypes: z.array(z.string()).default([]) }),
  ignored: { EndpointConfiguration: 'there is one gateway', Description: DESCRIBES },
  async create({ Name, BinaryMediaTypes }, resource, parts: RestApiParts) {
    const id = physicalId(resource, 10);
    const rootResourceId = physicalId({ ...resource, logicalId: `${resource.logicalId}/` }, 10);
    parts.apis.push({ id, name: Name, binaryMediaTypes: BinaryMediaTypes });
    parts.paths.set(rootResourceId, '/');
    return { ref: id, attributes: { RestApiId: id, RootResourceId: rootResourceId } };
  },
});

/** AWS::ApiGateway::Resource: one step of a path. */
export const restResource = resourceType({
  type: 'AWS::ApiGateway::Resource',
  properties: z.strictObject({ RestApiId: z.string(), ParentId: z.string(), PathPart: z.string() }),
  async create({ ParentId, PathPart }, resource, parts: RestApiParts) {
    const parent = parts.paths.get(ParentId);
    if (parent === undefined) throw new Error(`property "ParentId" names no resource: ${ParentId}`);
    const id = physicalId(resource, 6);
    parts.paths.set(id, `${parent.replace(/\/$/, '')}/${PathPart}`);
    return { ref: id, attributes: { ResourceId: id } };
  },
});

/** AWS::ApiGateway::Deployment: a stage here always serves the template's newest methods. */
export const restDeployment = resourceType({
  type: 'AWS::ApiGateway::Deployment',
  properties: z.strictObject({ RestApiId: z.string() }),
  ignored: { Description: DESCRIBES },
  async create(_, resource) {
    const id = physicalId(resource, 6);
    return { ref: id, attributes: { DeploymentId: id } };
  },
});
