import { ApiError } from '../../gateway/api-error.ts';

export const INVALID = 'InvalidRequestException';

export function invalidRequest(message: string): ApiError {
  return new ApiError(INVALID, message);
}

export function notFound(message: string): ApiError {
  return new ApiError('NotFoundException', message);
}
