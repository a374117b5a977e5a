import * as z from 'zod';
import { physicalId } from '../../../template/physical-name.ts';
import { resourceType } from '../../../template/resource-type.ts';
import type { RestApiParts } from './rest-api-parts.ts';

const properties = z.strictObject({ RestApiId: z.string(), ParentId: z.string(), PathPart: z.string() });

/** AWS::ApiGateway::Resource: one step of a path. */
export const restResource = resourceType({
  type: 'AWS::ApiGateway::Resource',
  properties,
  async create({ ParentId, PathPart }, resource, parts: RestApiParts) {
    const parent = parts.paths.get(ParentId);
    if (parent === undefined) throw new Error(`property "ParentId" names no resource: ${ParentId}`);
    const id = physicalId(resource, 6);
    parts.paths.set(id, `${parent.replace(/\/$/, '')}/${PathPart}`);
    return { ref: id, attributes: { ResourceId: id } };
  },
});
