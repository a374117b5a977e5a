import { KnownError } from '@hanok/events';
/** The environment of a function lacks variables or has bad ones; the message names every one of them. */
export class EnvError extends KnownError {
  static override readonly kind: string = 'EnvError';
}

/** The function came too near to its timeout to go on; what it had not finished comes back. */
export class DeadlineError extends KnownError {
  static override readonly kind: string = 'DeadlineError';
}

/** A record that does not have the shape that the handler takes; the message names the fields. */
export class InvalidRecordError extends KnownError {
  static override readonly kind: string = 'InvalidRecordError';
}

/** An event that is not of the kind that the handler is for: the trigger is wired to the wrong function. */
export class InvalidEventError extends KnownError {
  static override readonly kind: string = 'InvalidEventError';
}

/** The answer of a task is too large for the workflow that asks for it. */
export class OutputTooLargeError extends KnownError {
  static override readonly kind: string = 'OutputTooLargeError';

  constructor(bytes: number) {
    super(`The answer has ${bytes} bytes as JSON; a workflow takes 262144`);
  }
}

/** Something that the handler needs does not answer; the same call may succeed later. */
export class UnavailableError extends KnownError {
  static override readonly kind: string = 'UnavailableError';
}

/**
 * A record that no retry would help: it is logged once, counted under `Rejected<reason>` and done with. `reason` is one
 * word in PascalCase; `fields` stand in the log line.
 */
export class RejectedRecordError<Reason extends string = string> extends KnownError {
  static override readonly kind: string = 'RejectedRecordError';
  readonly reason: Reason;
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(
    reason: Reason,
    message: string,
    options: ErrorOptions & { fields?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message, options);
    this.reason = reason;
    this.fields = options.fields ?? {};
  }
}

/** Records of an event were not handled; thrown so that the event is delivered again. */
export class RecordsFailedError extends KnownError {
  static override readonly kind: string = 'RecordsFailedError';
  readonly errors: readonly Error[];

  constructor(errors: readonly Error[], received: number) {
    super(`${errors.length} of ${received} records failed: ${errors.map(String).join('; ')}`);
    this.errors = errors;
  }
}

/** The thrown value as an Error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
