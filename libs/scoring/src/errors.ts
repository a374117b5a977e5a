/** One `ResultId` came with two different results: the first one counts, the producer has to be asked about the other. */
export class ResultIdReusedError extends Error {
  override readonly name = 'ResultIdReusedError';
  override readonly message = 'ResultId: already stands for a different result';
}
