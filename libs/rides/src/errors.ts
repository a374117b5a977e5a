/** DynamoDB refuses the write of a reservation; `code` is its cancellation reason, such as `ValidationError`. */
export class WriteRefusedError extends Error {
  override readonly name = 'WriteRefusedError';
  readonly code: string;

  constructor(code: string) {
    super(`The tables refuse the write: ${code}`);
    this.code = code;
  }
}

/** An item does not have the shape that its table holds; the message names the table, the item's key and the fields. */
export class ItemShapeError extends Error {
  override readonly name = 'ItemShapeError';
}
