import { ApiError } from '../../gateway/api-error.ts';

export function invalidParameter(message: string): ApiError {
  return new ApiError('InvalidParameterException', message);
}

export function notAuthorized(message: string): ApiError {
  return new ApiError('NotAuthorizedException', message);
}

export function userNotFound(): ApiError {
  return new ApiError('UserNotFoundException', 'User does not exist.');
}

export function noSuchPool(poolId: string): ApiError {
  return new ApiError('ResourceNotFoundException', `User pool ${poolId} does not exist.`);
}

export function noSuchClient(clientId: string): ApiError {
  return new ApiError('ResourceNotFoundException', `User pool client ${clientId} does not exist.`);
}

/** For what AWS has and this stack has not; `what` such as `the flow USER_SRP_AUTH`. */
export function notSupported(what: string): ApiError {
  return new ApiError(
    'NotImplementedException',
    `The local stack does not support cognito-idp with ${what}`,
    501,
  );
}
