import { ExpressionError } from '../failure.ts';

/** Reads a text from left to right, each character once. */
export class Reader {
  readonly text: string;
  #at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get ended(): boolean {
    return this.#at >= this.text.length;
  }

  sees(word: string): boolean {
    return this.text.startsWith(word, this.#at);
  }

  take(word: string): boolean {
    if (!this.sees(word)) return false;
    this.#at += word.length;
    return true;
  }

  expect(word: string): void {
    if (!this.take(word))
      throw new ExpressionError(`expected '${word}' at position ${this.#at} of '${this.text}'`);
  }

  skipSpace(): void {
    while (!this.ended && /\s/.test(this.text.charAt(this.#at))) this.#at += 1;
  }

  /** What a sticky pattern matches here; undefined when it does not. */
  takeMatch(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  match(pattern: RegExp, what: string): string {
    const found = this.takeMatch(pattern);
    if (found !== undefined) return found;
    throw new ExpressionError(`expected ${what} at position ${this.#at} of '${this.text}'`);
  }

  /** A name or a text in quotes of either kind. A backslash stands before that quote and before itself. */
  quoted(): string {
    const quote = this.take("'") ? "'" : '"';
    if (quote === '"') this.expect('"');
    let value = '';
    for (;;) {
      if (this.ended) throw new ExpressionError(`no closing ${quote} in '${this.text}'`);
      const next = this.text.charAt(this.#at++);
      if (next === quote) return value;
      if (next !== '\\') value += next;
      else value += this.#escaped(quote);
    }
  }

  #escaped(quote: string): string {
    const next = this.text.charAt(this.#at++);
    return next === quote || next === '\\' ? next : `\\${next}`;
  }
}
