/** An error that the CloudWatch Logs API answers; `code` and message are AWS's. */
export class LogsApiError extends Error {
  override readonly name = 'LogsApiError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export function noSuchGroup(): LogsApiError {
  return new LogsApiError('ResourceNotFoundException', 'The specified log group does not exist.');
}

export function noSuchStream(): LogsApiError {
  return new LogsApiError('ResourceNotFoundException', 'The specified log stream does not exist.');
}

export function invalidParameter(message: string): LogsApiError {
  return new LogsApiError('InvalidParameterException', message);
}

/** For a filter pattern that is malformed, or of a kind that this stack does not filter by. */
export function invalidPattern(pattern: string): LogsApiError {
  return invalidParameter(`Invalid filter pattern, or one that the local stack does not support: ${pattern}`);
}
