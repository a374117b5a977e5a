import { KnownError } from '@hanok/events';
/** Another rebuild of the board is under way; one that crashed is forgotten after a minute. */
export class RebuildUnderWayError extends KnownError {
  static override readonly kind: string = 'RebuildUnderWayError';
  override readonly message =
    'Another rebuild of this board is under way, or crashed less than a minute ago; try again in a minute';
}

/** Redis no longer has all of what the rebuild has filled: it was emptied or failed over. The board served is as it was. */
export class RebuildLostError extends KnownError {
  static override readonly kind: string = 'RebuildLostError';
  override readonly message = 'Redis lost the board that was being filled; the board served is as it was';
}
