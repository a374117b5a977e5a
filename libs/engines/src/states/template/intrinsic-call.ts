import { ExpressionError } from '../failure.ts';
import { Reader } from '../path/reader.ts';

/** A call of an intrinsic function; its arguments are literals, paths and calls. */
export type IntrinsicCall = { function: string; text: string; arguments: Argument[] };
export type Argument = { literal: unknown } | { path: string } | { call: IntrinsicCall };

const FUNCTION = /States\.[A-Za-z0-9]+/y;
const NUMBER = /-?\d+(\.\d+)?([eE][+-]?\d+)?/y;
const WORD = /(true|false|null)\b/y;
/** A path up to the comma or parenthesis that ends it; what stands in brackets may hold both, in quotes. */
const PATH = /\$(\[('(\\.|[^'\\])*'|"(\\.|[^"\\])*"|[^\]'"])*\]|[^[\],()\s])*/y;

/** Reads `States.Function(…)`. Throws `ExpressionError`. */
export function parseIntrinsic(text: string): IntrinsicCall {
  const reader = new Reader(text.trim());
  const call = readCall(reader);
  if (!reader.ended) throw new ExpressionError(`'${text}' goes on after its last parenthesis`);
  return call;
}

function readCall(reader: Reader): IntrinsicCall {
  const name = reader.match(FUNCTION, 'an intrinsic function');
  reader.expect('(');
  const given: Argument[] = [];
  reader.skipSpace();
  if (!reader.take(')')) {
    do {
      reader.skipSpace();
      given.push(readArgument(reader));
      reader.skipSpace();
    } while (reader.take(','));
    reader.expect(')');
  }
  return { function: name, text: reader.text, arguments: given };
}

function readArgument(reader: Reader): Argument {
  if (reader.sees("'")) return { literal: reader.quoted() };
  if (reader.sees('States.')) return { call: readCall(reader) };
  const path = reader.takeMatch(PATH);
  if (path !== undefined) return { path };
  const word = reader.takeMatch(WORD);
  if (word !== undefined) return { literal: JSON.parse(word) as unknown };
  return { literal: Number(reader.match(NUMBER, 'an argument')) };
}
