import { ApiError } from '../../gateway/api-error.ts';

/** More concurrent executions than the function's reserved concurrency allows. */
export class TooManyRequestsError extends ApiError {
  override readonly name = 'TooManyRequestsError';
  readonly functionName: string;

  constructor(functionName: string) {
    super('TooManyRequestsException', 'Rate Exceeded.', 429);
    this.functionName = functionName;
  }
}

/** A function that this stack does not have. */
export class FunctionNotFoundError extends ApiError {
  override readonly name = 'FunctionNotFoundError';
  readonly arn: string;

  constructor(arn: string) {
    super('ResourceNotFoundException', `Function not found: ${arn}`, 404);
    this.arn = arn;
  }
}

/** A function configuration that cannot be run as it would be on Lambda. */
export class FunctionConfigError extends Error {
  override readonly name = 'FunctionConfigError';
  readonly functionName: string;

  constructor(functionName: string, reason: string, options?: ErrorOptions) {
    super(`Function ${functionName}: ${reason}`, options);
    this.functionName = functionName;
  }
}

/** The functions were stopped before an invocation ended. */
export class FunctionsStoppedError extends Error {
  override readonly name = 'FunctionsStoppedError';
}
