import * as z from 'zod';
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
  .refine(
    (role) => role.ManagedPolicyArns.length === 0 || !servicesOf(role).includes('lambda.amazonaws.com'),
    {
      path: ['ManagedPolicyArns'],
      message: "AWS's managed policies are not known to the local stack: write the role's actions out",
    },
  );

type Trusting = { AssumeRolePolicyDocument: { Statement: { Principal: z.infer<typeof principal> }[] } };

/** AWS::IAM::Role, assumed by services. The managed policies of a role that no function has are never asked. */
export const iamRole = resourceType({
  type: 'AWS::IAM::Role',
  properties,
  ignored: { Tags: DESCRIBES, Description: DESCRIBES },
  async create(role, resource, roles: Pick<Roles, 'add'>) {
    const name = role.RoleName ?? physicalName(resource);
    const { accountId } = resource.place;
    const arn = arnOf('iam', { accountId }, `role/${name}`);
    roles.add({
      name,
      arn,
      policies: new Map(role.Policies.map(({ PolicyName, PolicyDocument }) => [PolicyName, PolicyDocument])),
    });
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
