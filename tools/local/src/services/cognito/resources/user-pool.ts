import * as z from 'zod';
import { physicalId, physicalName } from '../../../template/physical-name.ts';
import { resourceType } from '../../../template/resource-type.ts';
import { arnOf } from '../../../arn.ts';
import { DESCRIBES, NOT_DELETED } from '../../../template/ignored.ts';
import type { PoolRegistry } from '../pool-registry.ts';
import { passwordPolicyOf, userPoolPolicies } from './user-pool-policies.ts';
import { schemaOf, userPoolSchema } from './user-pool-schema.ts';

const NO_MAIL = 'codes are told in a notice, no mail is sent';

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
export const userPool = resourceType({
  type: 'AWS::Cognito::UserPool',
  properties,
  ignored: {
    AccountRecoverySetting: 'no password is reset by mail',
    'AdminCreateUserConfig.InviteMessageTemplate': NO_MAIL,
    DeletionProtection: NOT_DELETED,
    EmailConfiguration: NO_MAIL,
    EmailVerificationMessage: NO_MAIL,
    EmailVerificationSubject: NO_MAIL,
    SmsVerificationMessage: NO_MAIL,
    UserPoolAddOns: 'sign-ins on a laptop are not rated by risk',
    UserPoolTags: DESCRIBES,
    UserPoolTier: 'it costs nothing here',
    'VerificationMessageTemplate.EmailMessage': NO_MAIL,
    'VerificationMessageTemplate.EmailSubject': NO_MAIL,
    'VerificationMessageTemplate.SmsMessage': NO_MAIL,
  },
  async create(pool, resource, pools: Pick<PoolRegistry, 'add'>) {
    const { region, gatewayUrl } = resource.place;
    const id = `${region}_${physicalId(resource, 9)}`;
    const arn = arnOf('cognito-idp', resource.place, `userpool/${id}`);
    const issuer = `${gatewayUrl}/${id}`;
    pools.add({
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
});

function emailSignIn({ UsernameAttributes, AliasAttributes }: Properties) {
  if (UsernameAttributes.length > 0) return 'username';
  return AliasAttributes.length > 0 ? 'alias' : 'none';
}
