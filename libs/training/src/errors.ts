/** The record of a drill could not be written; to run the drill again is safe. The name is what a machine sees. */
export class DrillNotRecordedError extends Error {
  override readonly name = 'DrillNotRecordedError';
}

/** An `Idempotency-Key` comes again with another training. */
export class TrainingKeyReusedError extends Error {
  override readonly name = 'TrainingKeyReusedError';
}
