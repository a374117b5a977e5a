import * as z from 'zod';
import { physicalId, physicalName } from '../../../resources/physical-name.ts';
import type { ResourcePorts } from '../../../resources/resource-ports.ts';
import type { ResourceType } from '../../../resources/resource-type.ts';
import { passwordPolicyOf, userPoolPolicies } from './user-pool-policies.ts';
import { schemaOf, userPoolSchema } from './user-pool-schema.ts';

/** Only addresses of mail sign in, and are verified: there is no telephone. */
const email = z.array(z.literal('email')).default([]);

const properties = z
  .strictObject({
    UserPoolName: z.string().min(1).max(128).optional(),
    Policies: userPoolPolicies.optional(),
    Schema: userPoolSchema,
    UsernameAttributes: email,
    AliasAttributes: email,
    AutoVerifiedAttributes: email,
    UsernameConfiguration: z.strictObject({ CaseSensitive: z.boolean() }).default({ CaseSensitive: true }),
    AdminCreateUserConfig: z
      .strictObject({ AllowAdminCreateUserOnly: z.boolean().default(false) })
      .default({ AllowAdminCreateUserOnly: false }),
    VerificationMessageTemplate: z
      .strictObject({ DefaultEmailOption: z.literal('CONFIRM_WITH_CODE').optional() })
      .optional(),
    MfaConfiguration: z.literal('OFF').optional(),
  })
  .refine((pool) => pool.UsernameAttributes.length === 0 || pool.AliasAttributes.length === 0, {
    path: ['AliasAttributes'],
    message: 'cannot stand beside UsernameAttributes',
  });

type Properties = z.infer<typeof properties>;

/** AWS::Cognito::UserPool. `ProviderURL` is the issuer of its tokens: the gateway's, so that the keys are found there. */
export const userPool: ResourceType<Properties, ResourcePorts> = {
  type: 'AWS::Cognito::UserPool',
  properties,
  async create(pool, resource, { userPools, region, accountId, gatewayUrl }) {
    const id = `${region}_${physicalId(resource, 9)}`;
    const arn = `arn:aws:cognito-idp:${region}:${accountId}:userpool/${id}`;
    const issuer = `${gatewayUrl}/${id}`;
    userPools.add({
      ...{ id, arn, issuer },
      name: pool.UserPoolName ?? physicalName(resource),
      passwordPolicy: passwordPolicyOf(pool.Policies),
      schema: schemaOf(pool.Schema),
      emailSignIn: emailSignIn(pool),
      verifiesEmail: pool.AutoVerifiedAttributes.length > 0,
      selfSignUp: !pool.AdminCreateUserConfig.AllowAdminCreateUserOnly,
      caseSensitive: pool.UsernameConfiguration.CaseSensitive,
    });
    const attributes = { Arn: arn, ProviderName: issuer.replace('http://', ''), ProviderURL: issuer };
    return { ref: id, attributes: { ...attributes, UserPoolId: id } };
  },
};

function emailSignIn({ UsernameAttributes, AliasAttributes }: Properties) {
  if (UsernameAttributes.length > 0) return 'username';
  return AliasAttributes.length > 0 ? 'alias' : 'none';
}
