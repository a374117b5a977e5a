import * as z from 'zod';
import type { PasswordPolicy } from '../user-pool.ts';

const passwordPolicy = z.strictObject({
  MinimumLength: z.int().min(6).max(99).default(8),
  RequireLowercase: z.boolean().default(false),
  RequireUppercase: z.boolean().default(false),
  RequireNumbers: z.boolean().default(false),
  RequireSymbols: z.boolean().default(false),
  TemporaryPasswordValidityDays: z.int().min(1).max(365).default(7),
});

/** `Policies` of a pool: what passwords must hold; a password is the only way to sign in. */
export const userPoolPolicies = z.strictObject({
  PasswordPolicy: passwordPolicy.optional(),
  SignInPolicy: z.strictObject({ AllowedFirstAuthFactors: z.array(z.literal('PASSWORD')) }).optional(),
});

/** A pool whose template has no password policy has the strict one of AWS. */
export function passwordPolicyOf(policies: z.infer<typeof userPoolPolicies> | undefined): PasswordPolicy {
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

const STRICT = {
  RequireLowercase: true,
  RequireUppercase: true,
  RequireNumbers: true,
  RequireSymbols: true,
};
