import { ApiError } from '../../gateway/api-error.ts';

export function invalidValue(message: string): ApiError {
  return new ApiError('InvalidParameterValueException', message);
}

export function invalidCombination(message: string): ApiError {
  return new ApiError('InvalidParameterCombinationException', message);
}

export function missingParameter(message: string): ApiError {
  return new ApiError('MissingRequiredParameterException', message);
}

export function noSuchAlarm(): ApiError {
  return new ApiError('ResourceNotFound', 'Could not find any resource with the given name', 404);
}

export function invalidNextToken(): ApiError {
  return new ApiError('InvalidNextToken', 'The service cannot process the next token.');
}
