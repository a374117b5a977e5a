import { readTokens, type Token, unexpectedAt } from './tokens.ts';

/** Reads a query from its begin to its end. */
export type TokenReader = {
  peek(): Token;
  take(): Token;
  /** Takes the next token if it is this sign or word; words are of any case. */
  accept(text: string): boolean;
  /** Throws for any other token. */
  expect(text: string): void;
  /** The text between two positions. */
  source(from: number, to: number): string;
  unexpected(token?: Token): Error;
};

export function createTokenReader(query: string): TokenReader {
  const tokens = readTokens(query);
  let position = 0;
  const end: Token = { kind: 'end', text: '', at: query.length };
  const peek = () => tokens[position] ?? end;
  const unexpected = (token = peek()) => unexpectedAt(query, token.at, token.text);
  const accept = (text: string) => {
    const { kind, text: next } = peek();
    const found = (kind === 'sign' || kind === 'word') && next.toLowerCase() === text;
    if (found) position += 1;
    return found;
  };
  return {
    peek,
    take: () => {
      const token = peek();
      position += 1;
      return token;
    },
    accept,
    expect: (text) => {
      if (!accept(text)) throw unexpected();
    },
    source: (from, to) => query.slice(from, to).trim(),
    unexpected,
  };
}
