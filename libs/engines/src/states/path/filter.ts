import type { Reader } from './reader.ts';
import type { Filter, Operand, Step } from './step.ts';

const OPERATOR = /==|!=|<=|>=|<|>/y;
const NUMBER = /-?\d+(\.\d+)?([eE][+-]?\d+)?/y;
const WORD = /(true|false|null)\b/y;

type ReadSteps = (reader: Reader) => Step[];

/** The condition of `[?( … )]`: comparisons, `&&`, `||`, `!`, parentheses. */
export function readFilter(reader: Reader, readSteps: ReadSteps): Filter {
  return chain(reader, '||', () => chain(reader, '&&', () => unary(reader, readSteps), 'and'), 'or');
}

function chain(reader: Reader, sign: string, read: () => Filter, kind: 'or' | 'and'): Filter {
  const first = read();
  const parts = [first];
  reader.skipSpace();
  while (reader.take(sign)) {
    parts.push(read());
    reader.skipSpace();
  }
  return parts.length === 1 ? first : { kind, parts };
}

function unary(reader: Reader, readSteps: ReadSteps): Filter {
  reader.skipSpace();
  if (reader.take('!')) return { kind: 'not', part: unary(reader, readSteps) };
  if (reader.take('(')) {
    const inner = readFilter(reader, readSteps);
    reader.skipSpace();
    reader.expect(')');
    return inner;
  }
  const left = operand(reader, readSteps);
  reader.skipSpace();
  const operator = reader.takeMatch(OPERATOR);
  if (operator === undefined) return { kind: 'present', of: left };
  reader.skipSpace();
  return { kind: 'compare', operator, left, right: operand(reader, readSteps) };
}

function operand(reader: Reader, readSteps: ReadSteps): Operand {
  for (const from of ['@', '$'] as const) if (reader.take(from)) return { from, steps: readSteps(reader) };
  if (reader.sees("'") || reader.sees('"')) return { literal: reader.quoted() };
  const word = reader.takeMatch(WORD);
  if (word !== undefined) return { literal: JSON.parse(word) as unknown };
  return { literal: Number(reader.match(NUMBER, 'a value')) };
}
