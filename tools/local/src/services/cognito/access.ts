import * as z from 'zod';
import { type Account, arnOf } from '../../arn.ts';
import { type AccessRules, accessRule } from '../../gateway/access-rule.ts';
import { ApiError } from '../../gateway/api-error.ts';
import { credentialOf } from '../../gateway/identify.ts';
import type { Access, ServiceRequest } from '../../gateway/service.ts';
import type { CognitoContext } from './cognito-context.ts';

/** Users call these, without a signature or with their token; Cognito evaluates no policy for them. */
const ofUsers = {
  free: 'https://docs.aws.amazon.com/cognito/latest/developerguide/user-pools-API-operations.html',
};

function need(request: ServiceRequest, resource: string): readonly Access[] {
  if (credentialOf(request) !== undefined) return [{ action: `cognito-idp:${request.operation}`, resource }];
  throw new ApiError('MissingAuthenticationTokenException', 'Missing Authentication Token');
}

const poolOf = z.object({ UserPoolId: z.string() });

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitouserpools.html */
export function accessOn(account: Account): AccessRules<CognitoContext> {
  const onPool = accessRule(poolOf, (_: CognitoContext, { UserPoolId }, request) =>
    need(request, arnOf('cognito-idp', account, `userpool/${UserPoolId}`)),
  );
  return {
    SignUp: ofUsers,
    ConfirmSignUp: ofUsers,
    ForgotPassword: ofUsers,
    ConfirmForgotPassword: ofUsers,
    ResendConfirmationCode: ofUsers,
    InitiateAuth: ofUsers,
    RespondToAuthChallenge: ofUsers,
    DeleteUser: ofUsers,
    GetUser: ofUsers,
    GlobalSignOut: ofUsers,
    RevokeToken: ofUsers,
    AdminConfirmSignUp: onPool,
    AdminCreateUser: onPool,
    AdminDeleteUser: onPool,
    AdminGetUser: onPool,
    AdminInitiateAuth: onPool,
    AdminRespondToAuthChallenge: onPool,
    AdminSetUserPassword: onPool,
    AdminUserGlobalSignOut: onPool,
    DescribeUserPool: onPool,
    DescribeUserPoolClient: onPool,
    ListUserPoolClients: onPool,
    ListUserPools: (_context, _input, request) => need(request, '*'),
    ListUsers: onPool,
  };
}
