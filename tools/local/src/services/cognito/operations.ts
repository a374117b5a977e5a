import * as z from 'zod';
import * as admin from './admin-users.ts';
import { respondToAuthChallenge } from './challenges.ts';
import { getUser, globalSignOut, revokeToken } from './current-user.ts';
import * as described from './describe-pools.ts';
import { invalidParameter } from './errors.ts';
import { adminInitiateAuth, initiateAuth } from './initiate-auth.ts';
import { listUsers } from './list-users.ts';
import type { OperationName } from './operation-names.ts';
import * as inputs from './requests.ts';
import { confirmSignUp, resendConfirmationCode, signUp } from './sign-up.ts';
import type { UserPoolContext } from './user-pool-context.ts';

/** Runs on a request's body; throws ApiError, also for a body that is no input of it. */
export type Operation = (context: UserPoolContext, body: unknown) => object | Promise<object>;

/** Every operation that the service honours. */
export const operations: Readonly<Record<OperationName, Operation>> = {
  AdminConfirmSignUp: operation(inputs.adminUserInput, admin.adminConfirmSignUp),
  AdminCreateUser: operation(inputs.adminCreateUserInput, admin.adminCreateUser),
  AdminDeleteUser: operation(inputs.adminUserInput, admin.adminDeleteUser),
  AdminGetUser: operation(inputs.adminUserInput, admin.adminGetUser),
  AdminInitiateAuth: operation(inputs.adminInitiateAuthInput, adminInitiateAuth),
  AdminRespondToAuthChallenge: operation(inputs.adminRespondToAuthChallengeInput, respondToAuthChallenge),
  AdminSetUserPassword: operation(inputs.adminSetUserPasswordInput, admin.adminSetUserPassword),
  AdminUserGlobalSignOut: operation(inputs.adminUserInput, admin.adminUserGlobalSignOut),
  ConfirmSignUp: operation(inputs.confirmSignUpInput, confirmSignUp),
  DescribeUserPool: operation(inputs.describeUserPoolInput, described.describeUserPool),
  DescribeUserPoolClient: operation(inputs.describeUserPoolClientInput, described.describeUserPoolClient),
  GetUser: operation(inputs.accessTokenInput, getUser),
  GlobalSignOut: operation(inputs.accessTokenInput, globalSignOut),
  InitiateAuth: operation(inputs.initiateAuthInput, initiateAuth),
  ListUserPoolClients: operation(inputs.listUserPoolClientsInput, described.listUserPoolClients),
  ListUserPools: operation(inputs.listUserPoolsInput, described.listUserPools),
  ListUsers: operation(inputs.listUsersInput, listUsers),
  ResendConfirmationCode: operation(inputs.resendConfirmationCodeInput, resendConfirmationCode),
  RespondToAuthChallenge: operation(inputs.respondToAuthChallengeInput, respondToAuthChallenge),
  RevokeToken: operation(inputs.revokeTokenInput, revokeToken),
  SignUp: operation(inputs.signUpInput, signUp),
};

function operation<Input>(
  schema: z.ZodType<Input>,
  run: (context: UserPoolContext, input: Input) => object | Promise<object>,
): Operation {
  return (context, body) => {
    const parsed = schema.safeParse(body);
    if (parsed.success) return run(context, parsed.data);
    throw invalidParameter(z.prettifyError(parsed.error));
  };
}
