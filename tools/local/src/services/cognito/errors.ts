/** An error that the user pool API answers; `code` and message are AWS's. */
export class UserPoolError extends Error {
  override readonly name = 'UserPoolError';
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

export function invalidParameter(message: string): UserPoolError {
  return new UserPoolError('InvalidParameterException', message);
}

export function notAuthorized(message: string): UserPoolError {
  return new UserPoolError('NotAuthorizedException', message);
}

export function userNotFound(): UserPoolError {
  return new UserPoolError('UserNotFoundException', 'User does not exist.');
}

export function noSuchPool(poolId: string): UserPoolError {
  return new UserPoolError('ResourceNotFoundException', `User pool ${poolId} does not exist.`);
}

export function noSuchClient(clientId: string): UserPoolError {
  return new UserPoolError('ResourceNotFoundException', `User pool client ${clientId} does not exist.`);
}

/** For what AWS has and this stack has not; `what` such as `the flow USER_SRP_AUTH`. */
export function notSupported(what: string): UserPoolError {
  return new UserPoolError(
    'NotImplementedException',
    `The local stack does not support cognito-idp with ${what}`,
    501,
  );
}
