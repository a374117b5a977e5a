/** One `ResultId` came with two different results: the first one counts, the producer has to be asked about the other. */
export class ResultIdReusedError extends Error {
  override readonly name = 'ResultIdReusedError';
  override readonly message = 'ResultId: already stands for a different result';
}

/** DynamoDB refuses the write of this player or receipt; `code` is its cancellation reason, such as `ValidationError`. */
export class WriteRefusedError extends Error {
  override readonly name = 'WriteRefusedError';
  readonly code: string;

  constructor(code: string) {
    super(`The table refuses the write: ${code}`);
    this.code = code;
  }
}

/** Other writers held the player until the last attempt. */
export class ContendedError extends Error {
  override readonly name = 'ContendedError';
  override readonly message = 'Other writers held the player until the last attempt';
}
