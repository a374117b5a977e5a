/** How a failure came: from a task or a Fail state, from a size limit, or from what the definition does with the data. */
type Origin = 'task' | 'limit' | 'definition' | 'expression';

/** A state fails: with the error and the cause that Retry, Catch and the history see. Both may be missing. */
export class StateFailure extends Error {
  override readonly name = 'StateFailure';

  readonly error: string | undefined;
  readonly reason: string | undefined;
  readonly origin: Origin;
  /** The field of an expression that failed, where Step Functions names it. */
  readonly location: string | undefined;
  /** The reason says in which state it came about. */
  readonly placed: boolean;

  constructor(
    error: string | undefined,
    reason: string | undefined,
    origin: Origin = 'task',
    location?: string,
    placed = false,
  ) {
    super(`${error ?? 'no error'}: ${reason ?? ''}`);
    this.error = error;
    this.reason = reason;
    this.origin = origin;
    this.location = location;
    this.placed = placed;
  }
}

/** The definition and the data do not fit each other: no Retry and no Catch applies. */
export const runtimeFailure = (reason: string) => new StateFailure('States.Runtime', reason, 'definition');

export const evaluationFailure = (reason: string, location?: string) =>
  new StateFailure('States.QueryEvaluationError', reason, 'expression', location);

/** What an intrinsic function says about its arguments; the expression around it makes the failure of it. */
export class IntrinsicError extends Error {
  override readonly name = 'IntrinsicError';
}

/** A path or an expression that cannot be read, whatever the data. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

/** The run is stopped from outside, or another branch has failed. */
export class StateCancelled extends Error {
  override readonly name = 'StateCancelled';
}
