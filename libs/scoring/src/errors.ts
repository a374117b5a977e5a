import { KnownError } from '@hanok/events';
/** One `ResultId` came with two different results: the first one counts, the producer has to be asked about the other. */
export class ResultIdReusedError extends KnownError {
  static override readonly kind: string = 'ResultIdReusedError';
  override readonly message = 'ResultId: already stands for a different result';
}
