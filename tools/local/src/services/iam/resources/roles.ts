import * as z from 'zod';
import { MANAGED_POLICIES, managedPolicy } from '../managed-policies.ts';
import { policyDocument } from '../policy-document.ts';
import { physicalName } from '../../../template/physical-name.ts';
import { arnOf } from '../../../arn.ts';
import { DESCRIBES } from '../../../template/ignored.ts';
import { resourceType } from '../../../template/resource-type.ts';
import type { Roles } from '../roles.ts';

const principal = z.strictObject({ Service: z.union([z.string(), z.array(z.string())]) });

const properties = z
  .strictObject({
    RoleName: z.string().optional(),
    AssumeRolePolicyDocument: z.strictObject({
      Version: z.literal('2012-10-17'),
      Statement: z.array(
        z.strictObject({
          Effect: z.literal('Allow'),
          Action: z.literal('sts:AssumeRole'),
          Principal: principal,
        }),
      ),
    }),
    ManagedPolicyArns: z.array(z.string()).default([]),
    Policies: z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: policyDocument })).default([]),
  })
  .superRefine((role, context) => {
    if (!servicesOf(role).includes('lambda.amazonaws.com')) return;
    for (const arn of role.ManagedPolicyArns) {
      if (managedPolicy(arn) !== undefined) continue;
      const known = MANAGED_POLICIES.join(', ');
      const message = `the local stack does not know ${arn}, of AWS's policies only ${known}: write the actions out`;
      context.addIssue({ code: 'custom', path: ['ManagedPolicyArns'], message });
    }
  });

type Trusting = { AssumeRolePolicyDocument: { Statement: { Principal: z.infer<typeof principal> }[] } };

/** AWS::IAM::Role, assumed by services. Managed policies that are not known are never asked: no function has the role. */
export const iamRole = resourceType({
  type: 'AWS::IAM::Role',
  properties,
  ignored: { Tags: DESCRIBES, Description: DESCRIBES },
  async create(role, resource, roles: Pick<Roles, 'add'>) {
    const name = role.RoleName ?? physicalName(resource);
    const { accountId } = resource.place;
    const arn = arnOf('iam', { accountId }, `role/${name}`);
    const policies = new Map(role.Policies.map((each) => [each.PolicyName, each.PolicyDocument]));
    for (const managedArn of role.ManagedPolicyArns) {
      const policy = managedPolicy(managedArn);
      if (policy !== undefined) policies.set(managedArn, policy);
    }
    roles.add({ name, arn, policies });
    return { ref: name, attributes: { Arn: arn } };
  },
});

function servicesOf({ AssumeRolePolicyDocument: { Statement } }: Trusting): string[] {
  return Statement.flatMap(({ Principal }) => Principal.Service);
}

const policyProperties = z.strictObject({
  PolicyName: z.string(),
  PolicyDocument: policyDocument,
  Roles: z.array(z.string()).min(1),
});

/** AWS::IAM::Policy: attached to its roles. */
export const iamPolicy = resourceType({
  type: 'AWS::IAM::Policy',
  properties: policyProperties,
  async create({ PolicyName, PolicyDocument, Roles }, _, roles: Pick<Roles, 'attach'>) {
    for (const role of Roles) roles.attach(role, PolicyName, PolicyDocument);
    return { ref: PolicyName, attributes: {} };
  },
});
