/** A generator cannot do what it is asked for; nothing is written. */
export class GeneratorError extends Error {
  override readonly name = 'GeneratorError';
}
