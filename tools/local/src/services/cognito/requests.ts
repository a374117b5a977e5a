import * as z from 'zod';

/** Inputs of the operations, strict: a member that is not honoured is refused by name. */
const poolId = z
  .string()
  .regex(/^[\w-]+_[0-9a-zA-Z]+$/, 'is not the id of a user pool')
  .max(55);
const clientId = z
  .string()
  .regex(/^[\w+]+$/, 'is not the id of a client')
  .max(128);
const username = z
  .string()
  .max(128)
  .regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u, 'is empty, or has a space or a control character');
const password = z
  .string()
  .max(256)
  .regex(/^\S(.*\S)?$/s, 'may not begin or end with a space');
const token = z.string().min(1).max(16_384);
const limit = z.int().min(1).max(60).default(60);
const attributes = z
  .array(z.strictObject({ Name: z.string().min(1).max(32), Value: z.string().max(2048).default('') }))
  .default([]);

/** What clients send for Lambda triggers, for analytics and for the rating of risks: a pool here has none of them. */
const unread = {
  ClientMetadata: z.record(z.string(), z.string()).optional(),
  AnalyticsMetadata: z.looseObject({}).optional(),
  UserContextData: z.looseObject({}).optional(),
  ContextData: z.looseObject({}).optional(),
  ValidationData: z.array(z.looseObject({})).optional(),
};
const parameters = z.record(z.string(), z.string()).default({});

export const authFlows = [
  ...['USER_PASSWORD_AUTH', 'ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH', 'REFRESH_TOKEN_AUTH'],
  ...['REFRESH_TOKEN', 'USER_SRP_AUTH', 'CUSTOM_AUTH', 'USER_AUTH'],
] as const;
const authFlow = z.enum(authFlows);

export const signUpInput = z.strictObject({
  ...unread,
  ClientId: clientId,
  Username: username,
  Password: password,
  UserAttributes: attributes,
});

export const confirmSignUpInput = z.strictObject({
  ...unread,
  ClientId: clientId,
  Username: username,
  ConfirmationCode: z.string().min(1).max(2048),
  ForceAliasCreation: z.literal(false).optional(),
});

export const resendConfirmationCodeInput = z.strictObject({
  ...unread,
  ClientId: clientId,
  Username: username,
});

export const initiateAuthInput = z.strictObject({
  ...unread,
  ClientId: clientId,
  AuthFlow: authFlow,
  AuthParameters: parameters,
});

export const adminInitiateAuthInput = initiateAuthInput.extend({ UserPoolId: poolId });

export const respondToAuthChallengeInput = z.strictObject({
  ...unread,
  ClientId: clientId,
  ChallengeName: z.literal('NEW_PASSWORD_REQUIRED'),
  Session: token,
  ChallengeResponses: z.record(z.string(), z.string()),
});

export const adminRespondToAuthChallengeInput = respondToAuthChallengeInput.extend({ UserPoolId: poolId });

export const accessTokenInput = z.strictObject({ AccessToken: token });
export const revokeTokenInput = z.strictObject({ ClientId: clientId, Token: token });

export const adminUserInput = z.strictObject({ ...unread, UserPoolId: poolId, Username: username });

export const adminSetUserPasswordInput = adminUserInput.extend({
  Password: password,
  Permanent: z.boolean().default(false),
});

export const adminCreateUserInput = adminUserInput.extend({
  UserAttributes: attributes,
  TemporaryPassword: password.optional(),
  MessageAction: z.literal('SUPPRESS').optional(),
  DesiredDeliveryMediums: z.array(z.literal('EMAIL')).optional(),
  ForceAliasCreation: z.literal(false).optional(),
});

export const listUsersInput = z.strictObject({
  UserPoolId: poolId,
  AttributesToGet: z.array(z.string()).optional(),
  Filter: z.string().max(256).default(''),
  Limit: limit,
  PaginationToken: z.string().optional(),
});

export const listUserPoolsInput = z.strictObject({ MaxResults: limit, NextToken: z.string().optional() });
export const describeUserPoolInput = z.strictObject({ UserPoolId: poolId });
export const describeUserPoolClientInput = z.strictObject({ UserPoolId: poolId, ClientId: clientId });
export const listUserPoolClientsInput = listUserPoolsInput.extend({ UserPoolId: poolId });
