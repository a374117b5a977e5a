import { jsonComparison, type JsonTest } from './json-comparison.ts';
import { invalidPattern } from './errors.ts';

const TOKEN = /\s*(\(|\)|&&|\|\||!=|<=|>=|=|<|>|"(?:[^"\\]|\\.)*"|\$(?:\.[\w-]+|\[\d+\])+|[\w.*:/+-]+)\s*/uy;

/**
 * Compiles `{ $.field = "x" && ... }`: comparisons by =, !=, <, <=, >, >=, `IS NULL | TRUE | FALSE` and `NOT EXISTS`,
 * joined by &&, || and parentheses. A message that is not JSON does not match.
 */
export function jsonPattern(pattern: string): (message: string) => boolean {
  const tokens = readTokens(pattern);
  const test = readAlternatives(tokens, pattern);
  if (tokens.length > 0) throw invalidPattern(pattern);
  return (message) => {
    const event = parseJson(message);
    return event !== undefined && test(event);
  };
}

function readTokens(pattern: string): string[] {
  const body = /^\{(.*)\}$/su.exec(pattern)?.[1] ?? '';
  const tokens = [];
  for (let end = 0; end < body.length; end = TOKEN.lastIndex) {
    TOKEN.lastIndex = end;
    const text = TOKEN.exec(body)?.[1];
    if (text === undefined) throw invalidPattern(pattern);
    tokens.push(text);
  }
  return tokens;
}

function readAlternatives(tokens: string[], pattern: string): JsonTest {
  const tests = readJoined('||', tokens, () => readConjunction(tokens, pattern));
  return (event) => tests.some((test) => test(event));
}

function readConjunction(tokens: string[], pattern: string): JsonTest {
  const tests = readJoined('&&', tokens, () => readOperand(tokens, pattern));
  return (event) => tests.every((test) => test(event));
}

function readJoined(separator: string, tokens: string[], read: () => JsonTest): JsonTest[] {
  const tests = [read()];
  while (tokens[0] === separator) {
    tokens.shift();
    tests.push(read());
  }
  return tests;
}

function readOperand(tokens: string[], pattern: string): JsonTest {
  if (tokens[0] !== '(') return readComparison(tokens, pattern);
  tokens.shift();
  const test = readAlternatives(tokens, pattern);
  if (tokens.shift() !== ')') throw invalidPattern(pattern);
  return test;
}

function readComparison(tokens: string[], pattern: string): JsonTest {
  const [selector = '', operator = '', operand = ''] = tokens.splice(0, 3);
  const test = selector.startsWith('$') ? jsonComparison(selector, operator, operand) : undefined;
  if (test === undefined) throw invalidPattern(pattern);
  return test;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
