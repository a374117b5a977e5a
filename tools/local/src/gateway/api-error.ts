/**
 * An error that an AWS API answers: any operation of any service may throw it. `code` and message are AWS's, `status`
 * is the HTTP status; the service writes it in its own wire format.
 */
export class ApiError extends Error {
  override readonly name: string = 'ApiError';
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}
