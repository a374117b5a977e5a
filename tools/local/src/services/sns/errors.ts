import { ApiError } from '../../gateway/api-error.ts';

/** The refusal of a parameter, in the words of SNS. */
export function invalidParameter(reason: string): ApiError {
  return new ApiError('InvalidParameter', `Invalid parameter: ${reason}`);
}

export function topicNotFound(): ApiError {
  return new ApiError('NotFound', 'Topic does not exist', 404);
}

export function subscriptionNotFound(): ApiError {
  return new ApiError('NotFound', 'Subscription does not exist', 404);
}
