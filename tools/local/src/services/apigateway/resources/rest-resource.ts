import * as z from 'zod';
import { physicalId } from '../../../resources/physical-name.ts';
import type { ResourcePorts } from '../../../resources/resource-ports.ts';
import type { ResourceType } from '../../../resources/resource-type.ts';

const properties = z.strictObject({ RestApiId: z.string(), ParentId: z.string(), PathPart: z.string() });

/** AWS::ApiGateway::Resource: one step of a path. */
export const restResource: ResourceType<z.infer<typeof properties>, ResourcePorts> = {
  type: 'AWS::ApiGateway::Resource',
  properties,
  async create({ ParentId, PathPart }, resource, { apiParts }) {
    const parent = apiParts.paths.get(ParentId);
    if (parent === undefined) throw new Error(`property "ParentId" names no resource: ${ParentId}`);
    const id = physicalId(resource, 6);
    apiParts.paths.set(id, `${parent.replace(/\/$/, '')}/${PathPart}`);
    return { ref: id, attributes: { ResourceId: id } };
  },
};
