import * as z from 'zod';
import { arnOf } from '../../../arn.ts';
import { DESCRIBES, NOT_DELETED } from '../../../template/ignored.ts';
import { physicalId, physicalName } from '../../../template/physical-name.ts';
import { resourceType } from '../../../template/resource-type.ts';
import type { PoolRegistry } from '../pool-registry.ts';
import type { PasswordPolicy, SchemaAttribute } from '../user-pool.ts';
import { STANDARD_ATTRIBUTES } from '../users/user-attributes.ts';

const NO_MAIL = 'codes are told in a notice, no mail is sent';

const lengths = z.strictObject({
  MinLength: z.coerce.number().int().min(0).optional(),
  MaxLength: z.coerce.number().int().max(2048).optional(),
});

const attribute = z.strictObject({
  Name: z.string().min(1).max(20),
  AttributeDataType: z.literal('String').optional(),
  Required: z.boolean().default(false),
  // No operation here changes the attributes of a user who has them.
  Mutable: z.boolean().optional(),
  StringAttributeConstraints: lengths.optional(),
});

/** `Schema` of a pool: standard attributes that it requires, and text attributes that it adds. */
const userPoolSchema = z.array(attribute).default([]);

const passwordPolicy = z.strictObject({
  MinimumLength: z.int().min(6).max(99).default(8),
  RequireLowercase: z.boolean().default(false),
  RequireUppercase: z.boolean().default(false),
  RequireNumbers: z.boolean().default(false),
  RequireSymbols: z.boolean().default(false),
  TemporaryPasswordValidityDays: z.int().min(1).max(365).default(7),
});

/** `Policies` of a pool: what passwords must hold; a password is the only way to sign in. */
const userPoolPolicies = z.strictObject({
  PasswordPolicy: passwordPolicy.optional(),
  SignInPolicy: z.strictObject({ AllowedFirstAuthFactors: z.array(z.literal('PASSWORD')) }).optional(),
});

const STRICT = {
  RequireLowercase: true,
  RequireUppercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
};

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

function schemaOf(schema: z.infer<typeof userPoolSchema>): SchemaAttribute[] {
  return schema.map(({ Name, Required, StringAttributeConstraints: { MinLength, MaxLength } = {} }) => ({
    name: STANDARD_ATTRIBUTES.has(Name) ? Name : `custom:${Name}`,
    required: Required,
    minLength: MinLength,
    maxLength: MaxLength,
  }));
}

/** A pool whose template has no password policy has the strict one of AWS. */
function passwordPolicyOf(policies: z.infer<typeof userPoolPolicies> | undefined): PasswordPolicy {
  const policy = policies?.PasswordPolicy ?? passwordPolicy.parse(STRICT);
  return {
    minimumLength: policy.MinimumLength,
    requireLowercase: policy.RequireLowercase,
    requireUppercase: policy.RequireUppercase,
    requireNumbers: policy.RequireNumbers,
    requireSymbols: policy.RequireSymbols,
    temporaryPasswordValidityDays: policy.TemporaryPasswordValidityDays,
  };
}
