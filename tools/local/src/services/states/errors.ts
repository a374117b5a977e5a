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
