/** The environment of a function lacks variables or has bad ones; the message names every one of them. */
export class EnvError extends Error {
  override readonly name = 'EnvError';
}

/** The function came too near to its timeout to go on; what it had not finished comes back. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/** A record that does not have the shape that the handler takes; the message names the fields. */
export class InvalidRecordError extends Error {
  override readonly name = 'InvalidRecordError';
}

/** An event that is not of the kind that the handler is for: the trigger is wired to the wrong function. */
export class InvalidEventError extends Error {
  override readonly name = 'InvalidEventError';
}

/** Something that the handler needs does not answer; the same call may succeed later. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
}

/** The thrown value as an Error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
