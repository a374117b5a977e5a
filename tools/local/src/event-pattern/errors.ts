/** An event pattern that the service would refuse; `path` is the place in the pattern. */
export class EventPatternError extends Error {
  override name = 'EventPatternError' as const;
  readonly path: string;

  constructor(path: string, message: string, options?: ErrorOptions) {
    super(`event pattern at ${path}: ${message}`, options);
    this.path = path;
  }
}
