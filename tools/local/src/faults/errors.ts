/** A fault plan that does not say which faults to inject; the message names the field. */
export class FaultPlanError extends Error {
  override readonly name = 'FaultPlanError';
  /** What is wrong, by the name of the field of a fault, such as `rate`. */
  readonly fields: Readonly<Record<string, string>>;

  constructor(message: string, options: ErrorOptions & { fields?: Readonly<Record<string, string>> } = {}) {
    super(message, options);
    this.fields = options.fields ?? {};
  }
}
