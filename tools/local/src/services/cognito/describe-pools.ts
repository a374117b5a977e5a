import type * as z from 'zod';
import { page } from './page.ts';
import type * as requests from './requests.ts';
import type { UserPool, UserPoolClient } from './user-pool.ts';
import type { UserPoolContext } from './user-pool-context.ts';

/** ListUserPools. */
export function listUserPools(
  { pools }: UserPoolContext,
  { NextToken, MaxResults }: z.output<typeof requests.listUserPoolsInput>,
) {
  const { items, next } = page(pools.pools(), NextToken, MaxResults);
  const UserPools = items.map(({ id, name }) => ({ Id: id, Name: name, LambdaConfig: {} }));
  return { UserPools, ...(next !== undefined && { NextToken: next }) };
}

/** DescribeUserPool: what the template says of it. */
export function describeUserPool(
  { pools, store }: UserPoolContext,
  { UserPoolId }: z.output<typeof requests.describeUserPoolInput>,
) {
  const pool = pools.pool(UserPoolId);
  return {
    UserPool: {
      ...{ Id: pool.id, Name: pool.name, Arn: pool.arn },
      Policies: { PasswordPolicy: wirePolicy(pool) },
      SchemaAttributes: pool.schema.map(({ name, required }) => ({
        Name: name,
        AttributeDataType: 'String',
        Required: required,
      })),
      ...(pool.emailSignIn === 'username' && { UsernameAttributes: ['email'] }),
      ...(pool.emailSignIn === 'alias' && { AliasAttributes: ['email'] }),
      ...(pool.verifiesEmail && { AutoVerifiedAttributes: ['email'] }),
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: !pool.selfSignUp },
      UsernameConfiguration: { CaseSensitive: pool.caseSensitive },
      ...{ MfaConfiguration: 'OFF', LambdaConfig: {} },
      EstimatedNumberOfUsers: store.users.list(pool.id).length,
    },
  };
}

/** ListUserPoolClients. */
export function listUserPoolClients(
  { pools }: UserPoolContext,
  { UserPoolId, NextToken, MaxResults }: z.output<typeof requests.listUserPoolClientsInput>,
) {
  const { items, next } = page(pools.clients(UserPoolId), NextToken, MaxResults);
  const UserPoolClients = items.map(({ id, name }) => ({ ClientId: id, UserPoolId, ClientName: name }));
  return { UserPoolClients, ...(next !== undefined && { NextToken: next }) };
}

/** DescribeUserPoolClient: what the template says of it, times in seconds. */
export function describeUserPoolClient(
  { pools }: UserPoolContext,
  { UserPoolId, ClientId }: z.output<typeof requests.describeUserPoolClientInput>,
) {
  const { client } = pools.client(ClientId, UserPoolId);
  return { UserPoolClient: wireClient(UserPoolId, client) };
}

function wirePolicy({ passwordPolicy: policy }: UserPool) {
  return {
    MinimumLength: policy.minimumLength,
    RequireLowercase: policy.requireLowercase,
    RequireUppercase: policy.requireUppercase,
    RequireNumbers: policy.requireNumbers,
    RequireSymbols: policy.requireSymbols,
    TemporaryPasswordValidityDays: policy.temporaryPasswordValidityDays,
  };
}

function wireClient(UserPoolId: string, client: UserPoolClient) {
  return {
    ...{ UserPoolId, ClientId: client.id, ClientName: client.name },
    ExplicitAuthFlows: client.explicitAuthFlows,
    AccessTokenValidity: client.accessTokenSeconds,
    IdTokenValidity: client.idTokenSeconds,
    RefreshTokenValidity: client.refreshTokenSeconds,
    TokenValidityUnits: { AccessToken: 'seconds', IdToken: 'seconds', RefreshToken: 'seconds' },
    AuthSessionValidity: client.challengeSeconds / 60,
    PreventUserExistenceErrors: client.hidesUserExistence ? 'ENABLED' : 'LEGACY',
    EnableTokenRevocation: true,
    AllowedOAuthFlowsUserPoolClient: false,
  };
}
