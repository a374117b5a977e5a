import * as z from 'zod';
import { physicalId } from '../../../resources/physical-name.ts';
import type { ResourcePorts } from '../../../resources/resource-ports.ts';
import type { ResourceType } from '../../../resources/resource-type.ts';

const properties = z.strictObject({ RestApiId: z.string() });

/** AWS::ApiGateway::Deployment: a stage here always serves the template's newest methods. */
export const restDeployment: ResourceType<z.infer<typeof properties>, ResourcePorts> = {
  type: 'AWS::ApiGateway::Deployment',
  properties,
  async create(_, resource) {
    const id = physicalId(resource, 6);
    return { ref: id, attributes: { DeploymentId: id } };
  },
};
