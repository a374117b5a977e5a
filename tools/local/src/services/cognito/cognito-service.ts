import type { Account } from '../../arn.ts';
import { type JsonApi, jsonService } from '../../gateway/json-service.ts';
import type { Service } from '../../gateway/service.ts';
import { accessOn } from './access.ts';
import type { CognitoContext } from './cognito-context.ts';
import * as admin from './operations/admin-users.ts';
import { adminRespondToAuthChallenge, respondToAuthChallenge } from './operations/auth-challenge.ts';
import { deleteUser, getUser, globalSignOut, revokeToken } from './operations/current-user.ts';
import * as pools from './operations/describe-pools.ts';
import { confirmForgotPassword, forgotPassword } from './operations/forgot-password.ts';
import { listUsers } from './operations/list-users.ts';
import { adminInitiateAuth, initiateAuth } from './operations/sign-in.ts';
import { confirmSignUp, resendConfirmationCode, signUp } from './operations/sign-up.ts';
import { PARAMETERS } from './parameters.ts';

export const API: JsonApi = {
  name: 'cognito-idp',
  version: '1.1',
  targets: ['AWSCognitoIdentityProviderService'],
  invalidCode: 'InvalidParameterException',
};

const OPERATIONS = {
  SignUp: signUp,
  ConfirmSignUp: confirmSignUp,
  ResendConfirmationCode: resendConfirmationCode,
  ForgotPassword: forgotPassword,
  ConfirmForgotPassword: confirmForgotPassword,
  InitiateAuth: initiateAuth,
  RespondToAuthChallenge: respondToAuthChallenge,
  DeleteUser: deleteUser,
  GetUser: getUser,
  GlobalSignOut: globalSignOut,
  RevokeToken: revokeToken,
  AdminConfirmSignUp: admin.adminConfirmSignUp,
  AdminCreateUser: admin.adminCreateUser,
  AdminDeleteUser: admin.adminDeleteUser,
  AdminGetUser: admin.adminGetUser,
  AdminInitiateAuth: adminInitiateAuth,
  AdminRespondToAuthChallenge: adminRespondToAuthChallenge,
  AdminSetUserPassword: admin.adminSetUserPassword,
  AdminUserGlobalSignOut: admin.adminUserGlobalSignOut,
  DescribeUserPool: pools.describeUserPool,
  DescribeUserPoolClient: pools.describeUserPoolClient,
  ListUserPoolClients: pools.listUserPoolClients,
  ListUserPools: pools.listUserPools,
  ListUsers: listUsers,
};

/** The user pool API: sign-up, sign-in and tokens of the templates' user pools. */
export function cognitoService(context: CognitoContext, account: Account): Service {
  return jsonService(API, {
    context,
    operations: OPERATIONS,
    access: accessOn(account),
    parameters: PARAMETERS,
  });
}
