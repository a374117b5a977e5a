/** An error that the Step Functions API answers with status 400; `code` is AWS's name for it. */
export class StatesApiError extends Error {
  override readonly name = 'StatesApiError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** A definition that is invalid, or holds what the local stack would not run as Step Functions does. */
export class DefinitionError extends Error {
  override readonly name = 'DefinitionError';
}

/** A task failed; `name` is the error's name in the execution, the message its cause. */
export class TaskError extends Error {
  constructor(errorName: string, cause: string) {
    super(cause);
    this.name = errorName;
  }
}
