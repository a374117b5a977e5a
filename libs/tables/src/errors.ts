import { KnownError } from '@hanok/events';
/** An item does not have the shape that its schema says; the message names the table, the item's key and the fields. */
export class ItemShapeError extends KnownError {
  static override readonly kind: string = 'ItemShapeError';
}

/** DynamoDB refuses a write, now and later; `code` is its cancellation reason, such as `ValidationError`. */
export class WriteRefusedError extends KnownError {
  static override readonly kind: string = 'WriteRefusedError';
  readonly code: string;

  constructor(code: string) {
    super(`The table refuses the write: ${code}`);
    this.code = code;
  }
}

/** Other writers held the items until the last attempt. Nothing was written; the same again may succeed. */
export class ContendedError extends KnownError {
  static override readonly kind: string = 'ContendedError';
  override readonly message = 'Other writers held the items until the last attempt';
}
