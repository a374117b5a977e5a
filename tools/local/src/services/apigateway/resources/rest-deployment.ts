import * as z from 'zod';
import { physicalId } from '../../../template/physical-name.ts';
import { resourceType } from '../../../template/resource-type.ts';
import { DESCRIBES } from '../../../template/ignored.ts';

const properties = z.strictObject({ RestApiId: z.string() });

/** AWS::ApiGateway::Deployment: a stage here always serves the template's newest methods. */
export const restDeployment = resourceType({
  type: 'AWS::ApiGateway::Deployment',
  properties,
  ignored: { Description: DESCRIBES },
  async create(_, resource) {
    const id = physicalId(resource, 6);
    return { ref: id, attributes: { DeploymentId: id } };
  },
});
