/** Operations that users call, without a signature. */
export const publicOperations = [
  ...(['SignUp', 'ConfirmSignUp', 'ResendConfirmationCode', 'InitiateAuth'] as const),
  ...(['RespondToAuthChallenge', 'GetUser', 'GlobalSignOut', 'RevokeToken'] as const),
] as const;

/** Operations that need a signature, and the action `cognito-idp:<operation>`. */
export const signedOperations = [
  ...(['AdminConfirmSignUp', 'AdminCreateUser', 'AdminDeleteUser', 'AdminGetUser'] as const),
  ...(['AdminInitiateAuth', 'AdminRespondToAuthChallenge', 'AdminSetUserPassword'] as const),
  ...(['AdminUserGlobalSignOut', 'ListUsers', 'ListUserPools', 'DescribeUserPool'] as const),
  ...(['ListUserPoolClients', 'DescribeUserPoolClient'] as const),
] as const;

export type OperationName = (typeof publicOperations | typeof signedOperations)[number];
