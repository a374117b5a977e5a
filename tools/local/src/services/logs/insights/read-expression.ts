import { malformedQuery } from '../errors.ts';
import { compileRegex } from './compile-regex.ts';
import { FUNCTIONS } from './functions.ts';
import type { Expression } from './query.ts';
import type { TokenReader } from './token-reader.ts';

const DEEPEST = 50;
const COMPARISONS = ['=', '!=', '<', '<=', '>', '>='];
const ARITHMETIC: readonly (readonly string[])[] = [['+', '-'], ['*', '/', '%'], ['^']];

/** Reads an expression: or, and, not, comparisons, arithmetic, fields, texts, functions. */
export function readExpression(reader: TokenReader, depth = 0): Expression {
  if (depth > DEEPEST) throw malformedQuery('The query is nested too deeply');
  let left = readConjunction(reader, depth);
  while (reader.accept('or')) left = binary('or', left, readConjunction(reader, depth));
  return left;
}

function readConjunction(reader: TokenReader, depth: number): Expression {
  let left = readNegation(reader, depth);
  while (reader.accept('and')) left = binary('and', left, readNegation(reader, depth));
  return left;
}

function readNegation(reader: TokenReader, depth: number): Expression {
  let negations = 0;
  while (reader.accept('not')) negations += 1;
  const operand = readComparison(reader, depth);
  return negations % 2 === 1 ? { kind: 'not', operand } : operand;
}

function readComparison(reader: TokenReader, depth: number): Expression {
  const left = readArithmetic(reader, 0, depth);
  const isNegated = reader.accept('not');
  const test = readTest(reader, left, depth);
  if (test === undefined && isNegated) throw reader.unexpected();
  if (test === undefined) return left;
  return isNegated ? { kind: 'not', operand: test } : test;
}

function readTest(reader: TokenReader, left: Expression, depth: number): Expression | undefined {
  if (reader.accept('like') || reader.accept('=~')) {
    const token = reader.take();
    if (token.kind === 'regex') return binary('matches', left, readRegex(token.text));
    if (token.kind === 'text') return binary('contains', left, { kind: 'value', value: token.text });
    throw reader.unexpected(token);
  }
  if (reader.accept('in')) {
    reader.expect('[');
    return binary('in', left, { kind: 'list', items: readItems(reader, ']', depth) });
  }
  const operator = COMPARISONS.find((each) => reader.accept(each));
  return operator === undefined ? undefined : binary(operator, left, readArithmetic(reader, 0, depth));
}

function readArithmetic(reader: TokenReader, level: number, depth: number): Expression {
  const operators = ARITHMETIC[level];
  if (operators === undefined) return readOperand(reader, depth);
  let left = readArithmetic(reader, level + 1, depth);
  for (;;) {
    const operator = operators.find((each) => reader.accept(each));
    if (operator === undefined) return left;
    left = binary(operator, left, readArithmetic(reader, level + 1, depth));
  }
}

function readOperand(reader: TokenReader, depth: number): Expression {
  const token = reader.take();
  if (token.kind === 'text') return { kind: 'value', value: token.text };
  if (token.kind === 'number') return { kind: 'value', value: Number(token.text) };
  if (token.kind === 'duration') return { kind: 'value', value: token.text };
  if (token.kind === 'field') return { kind: 'field', name: token.text };
  if (token.kind === 'regex') return readRegex(token.text);
  if (token.text === '-')
    return binary('-', { kind: 'value', value: 0 }, readArithmetic(reader, ARITHMETIC.length - 1, depth));
  if (token.text === '(') {
    const inner = readExpression(reader, depth + 1);
    reader.expect(')');
    return inner;
  }
  if (token.kind !== 'word') throw reader.unexpected(token);
  if (!reader.accept('(')) return { kind: 'field', name: token.text };
  const name = token.text.toLowerCase();
  if (!FUNCTIONS.has(name))
    throw malformedQuery(`The local stack does not support the function ${token.text} of queries`);
  return { kind: 'call', name, args: readItems(reader, ')', depth) };
}

/** Up to the sign that ends them. */
export function readItems(reader: TokenReader, end: string, depth = 0): Expression[] {
  const items: Expression[] = [];
  if (reader.accept(end)) return items;
  do items.push(readExpression(reader, depth + 1));
  while (reader.accept(','));
  reader.expect(end);
  return items;
}

function readRegex(source: string): Expression {
  return { kind: 'regex', regex: compileRegex(source) };
}

function binary(operator: string, left: Expression, right: Expression): Expression {
  return { kind: 'binary', operator, left, right };
}
