/** A mapping's configuration that Lambda would refuse; the message names the property. */
export class MappingConfigError extends Error {
  override name = 'MappingConfigError' as const;
  readonly property: string;

  constructor(property: string, message: string, options?: ErrorOptions) {
    super(`${property}: ${message}`, options);
    this.property = property;
  }
}

/** A filter pattern that Lambda would refuse; `path` is the place in the pattern. */
export class FilterPatternError extends Error {
  override name = 'FilterPatternError' as const;
  readonly path: string;

  constructor(path: string, message: string, options?: ErrorOptions) {
    super(`filter pattern at ${path}: ${message}`, options);
    this.path = path;
  }
}
