/**
 * What the package uses of `AsyncDisposableStack`, which Node 22 lacks. Disposes in the reverse order, one after the
 * other, all of them whatever fails, and throws then: the one error, or an `AggregateError` of several.
 */
export class OwnDisposableStack implements AsyncDisposable {
  #disposers: (() => unknown)[] = [];

  use<Value extends AsyncDisposable | Disposable | null | undefined>(value: Value): Value {
    if (value != null)
      this.defer(() =>
        Symbol.asyncDispose in value ? value[Symbol.asyncDispose]() : value[Symbol.dispose](),
      );
    return value;
  }

  defer(dispose: () => unknown): void {
    this.#disposers.push(dispose);
  }

  /** What was to be disposed is so with the stack that this answers, and no more with this one. */
  move(): OwnDisposableStack {
    const moved = new OwnDisposableStack();
    moved.#disposers = this.#disposers.splice(0);
    return moved;
  }

  async disposeAsync(): Promise<void> {
    const errors: unknown[] = [];
    for (const dispose of this.#disposers.splice(0).toReversed())
      try {
        await dispose();
      } catch (error) {
        errors.push(error);
      }
    if (errors.length > 1) throw new AggregateError(errors, errors.map(String).join('; '));
    if (errors.length === 1) throw errors[0];
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.disposeAsync();
  }
}

/** Stands in the package for the global of this name. */
export const AsyncDisposableStack = globalThis.AsyncDisposableStack ?? OwnDisposableStack;
