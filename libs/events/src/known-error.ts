const KINDS: unique symbol = Symbol.for('@hanok/kinds');

/**
 * An error that `instanceof` knows in every copy of its library: a service that has two of them, as npm installs them
 * for two ranges, gets the same answer for an error of either. A class that is to be known so has a `kind` of its own,
 * which is the `name` of its errors too; a class without is known in its own copy alone.
 */
export abstract class KnownError extends Error {
  static readonly kind: string = 'KnownError';
  override readonly name: string;

  constructor(message?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.kind;
    Object.defineProperty(this, KINDS, { value: kindsOf(new.target) });
  }

  static override [Symbol.hasInstance](
    this: NewableFunction & { readonly kind: string },
    value: unknown,
  ): boolean {
    if (!Object.hasOwn(this, 'kind')) return Function.prototype[Symbol.hasInstance].call(this, value);
    if (typeof value !== 'object' || value === null || !(KINDS in value)) return false;
    return Array.isArray(value[KINDS]) && value[KINDS].includes(this.kind);
  }
}

/** Of the class and those that it extends. */
function kindsOf(known: NewableFunction): string[] {
  const kinds: string[] = [];
  for (let each: unknown = known; typeof each === 'function'; each = Object.getPrototypeOf(each))
    if (Object.hasOwn(each, 'kind') && 'kind' in each) kinds.push(String(each.kind));
  return kinds;
}
