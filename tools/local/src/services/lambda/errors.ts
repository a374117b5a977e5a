/** More concurrent executions than the function's reserved concurrency allows. */
export class TooManyRequestsError extends Error {
  override readonly name = 'TooManyRequestsError';
  readonly code = 'TooManyRequestsException';
  readonly statusCode = 429;
  readonly functionName: string;

  constructor(functionName: string) {
    super('Rate Exceeded.');
    this.functionName = functionName;
  }
}

/** A function that this stack does not have. */
export class FunctionNotFoundError extends Error {
  override readonly name = 'FunctionNotFoundError';
  readonly code = 'ResourceNotFoundException';
  readonly statusCode = 404;
  readonly arn: string;

  constructor(arn: string) {
    super(`Function not found: ${arn}`);
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
