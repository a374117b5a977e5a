import * as z from 'zod';
import { policyDocument } from '../policy-document.ts';
import { resourceType } from '../../../template/resource-type.ts';
import type { Roles } from '../roles.ts';

const properties = z.strictObject({
  PolicyName: z.string(),
  PolicyDocument: policyDocument,
  Roles: z.array(z.string()).min(1),
});

/** AWS::IAM::Policy: attached to its roles. */
export const iamPolicy = resourceType({
  type: 'AWS::IAM::Policy',
  properties,
  async create({ PolicyName, PolicyDocument, Roles }, _, roles: Pick<Roles, 'attach'>) {
    for (const role of Roles) roles.attach(role, PolicyName, PolicyDocument);
    return { ref: PolicyName, attributes: {} };
  },
});
