import * as z from 'zod';
import { policyDocument } from '../policy-document.ts';
import type { ResourcePorts } from '../../../resources/resource-ports.ts';
import type { ResourceType } from '../../../resources/resource-type.ts';

const properties = z.strictObject({
  PolicyName: z.string(),
  PolicyDocument: policyDocument,
  Roles: z.array(z.string()).min(1),
});

/** AWS::IAM::Policy: attached to its roles. */
export const iamPolicy: ResourceType<z.infer<typeof properties>, ResourcePorts> = {
  type: 'AWS::IAM::Policy',
  properties,
  async create({ PolicyName, PolicyDocument, Roles }, _, { roles }) {
    for (const role of Roles) roles.attach(role, PolicyName, PolicyDocument);
    return { ref: PolicyName, attributes: {} };
  },
};
