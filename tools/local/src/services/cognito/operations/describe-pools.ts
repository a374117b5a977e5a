import * as z from 'zod';
import { operation } from '../../../gateway/json-service.ts';
import type { CognitoContext } from '../cognito-context.ts';
import type { UserPool, UserPoolClient } from '../user-pool.ts';
import { clientId, limit, page, poolId } from './input.ts';

const listUserPoolsInput = z.strictObject({ MaxResults: limit, NextToken: z.string().optional() });

const describeUserPoolInput = z.strictObject({ UserPoolId: poolId });

const describeUserPoolClientInput = z.strictObject({ UserPoolId: poolId, ClientId: clientId });

const listUserPoolClientsInput = listUserPoolsInput.extend({ UserPoolId: poolId });

/** ListUserPools. */
export const listUserPools = operation(
  listUserPoolsInput,
  ({ pools }: CognitoContext, { NextToken, MaxResults }) => {
    const { items, next } = page(pools.pools(), NextToken, MaxResults);
    const UserPools = items.map(({ id, name }) => ({ Id: id, Name: name, LambdaConfig: {} }));
    return { UserPools, ...(next !== undefined && { NextToken: next }) };
  },
);

/** DescribeUserPool: what the template says of it. */
export const describeUserPool = operation(
  describeUserPoolInput,
  ({ pools, store }: CognitoContext, { UserPoolId }) => {
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
  },
);

/** ListUserPoolClients. */
export const listUserPoolClients = operation(
  listUserPoolClientsInput,
  ({ pools }: CognitoContext, { UserPoolId, NextToken, MaxResults }) => {
    const { items, next } = page(pools.clients(UserPoolId), NextToken, MaxResults);
    const UserPoolClients = items.map(({ id, name }) => ({ ClientId: id, UserPoolId, ClientName: name }));
    return { UserPoolClients, ...(next !== undefined && { NextToken: next }) };
  },
);

/** DescribeUserPoolClient: what the template says of it, times in seconds. */
export const describeUserPoolClient = operation(
  describeUserPoolClientInput,
  ({ pools }: CognitoContext, { UserPoolId, ClientId }) => {
    const { client } = pools.client(ClientId, UserPoolId);
    return { UserPoolClient: wireClient(UserPoolId, client) };
  },
);

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
