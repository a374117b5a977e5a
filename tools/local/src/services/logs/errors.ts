import { ApiError } from '../../gateway/api-error.ts';

export function noSuchGroup(): ApiError {
  return new ApiError('ResourceNotFoundException', 'The specified log group does not exist.');
}

export function noSuchStream(): ApiError {
  return new ApiError('ResourceNotFoundException', 'The specified log stream does not exist.');
}

export function invalidParameter(message: string): ApiError {
  return new ApiError('InvalidParameterException', message);
}

export function malformedQuery(message: string): ApiError {
  return new ApiError('MalformedQueryException', message);
}

/** For a filter pattern that is malformed, or of a kind that this stack does not filter by. */
export function invalidPattern(pattern: string): ApiError {
  return invalidParameter(`Invalid filter pattern, or one that the local stack does not support: ${pattern}`);
}
