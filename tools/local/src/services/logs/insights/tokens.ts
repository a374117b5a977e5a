import { malformedQuery } from '../errors.ts';

/** A piece of a query, and where it begins. */
export type Token = {
  kind: 'word' | 'field' | 'number' | 'duration' | 'text' | 'regex' | 'sign' | 'end';
  text: string;
  at: number;
};

const PATTERNS: readonly (readonly [Token['kind'] | 'space', RegExp])[] = [
  ['space', /(?:\s+|#[^\n]*)/y],
  ['text', /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/sy],
  ['field', /`([^`]+)`/y],
  ['duration', /(\d+(?:ms|s|m|h|d|w|mo|q|y))\b/y],
  ['number', /(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w@])/y],
  ['word', /([@\p{L}_$][\p{L}\p{N}_@$.]*(?:\[\d+\][\p{L}\p{N}_@$.]*)*)/uy],
  ['sign', /(=~|!=|<=|>=|[-+*/%^=<>()[\],|])/y],
];
const REGEX = /\/((?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\//y;

/** Reads a query's pieces. Throws `MalformedQueryException` that names the position of what is none. */
export function readTokens(query: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < query.length;) {
    const token = readOne(query, at, tokens);
    if (token.kind !== 'space') tokens.push({ kind: token.kind, text: token.text, at });
    at = token.end;
  }
  return [...tokens, { kind: 'end', text: '', at: query.length }];
}

function readOne(query: string, at: number, before: readonly Token[]) {
  // After a value, a slash divides.
  if (query[at] === '/' && !endsInValue(before)) {
    REGEX.lastIndex = at;
    const text = REGEX.exec(query)?.[1];
    if (text !== undefined) return { kind: 'regex' as const, text, end: REGEX.lastIndex };
  }
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const match = pattern.exec(query);
    if (match === null) continue;
    const text = match[1] ?? match[2] ?? '';
    return { kind, text: kind === 'text' ? unescaped(text) : text, end: pattern.lastIndex };
  }
  throw unexpectedAt(query, at, query.slice(at, at + 1));
}

/** Words that a regular expression may follow; after the field of `parse` it does, too. */
const BEFORE_REGEX: ReadonlySet<string> = new Set(['like', 'parse', 'and', 'or', 'not', 'in', 'by', 'as']);

function endsInValue(tokens: readonly Token[]): boolean {
  const last = tokens.at(-1);
  if (last === undefined) return false;
  if (last.kind === 'number' || last.text === ')') return true;
  const command = tokens[tokens.findLastIndex(({ kind, text }) => kind === 'sign' && text === '|') + 1];
  if (command?.text.toLowerCase() === 'parse') return false;
  return last.kind === 'field' || (last.kind === 'word' && !BEFORE_REGEX.has(last.text.toLowerCase()));
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gsu, (_, character: string) => ESCAPES[character] ?? character);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** Names the position as AWS does. */
export function unexpectedAt(query: string, at: number, text: string): Error {
  const lines = query.slice(0, at).split('\n');
  const position = (lines.at(-1)?.length ?? 0) + 1;
  const what = text === '' ? 'unexpected end of the query' : `unexpected symbol found ${text.slice(0, 50)}`;
  return malformedQuery(`${what} at line ${lines.length} and position ${position}`);
}
