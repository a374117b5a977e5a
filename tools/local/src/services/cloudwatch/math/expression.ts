import { invalidValue } from '../errors.ts';

/** An expression of metric math, read. */
export type Expression =
  | { kind: 'number'; value: number }
  | { kind: 'name'; name: string }
  | { kind: 'text'; text: string }
  | { kind: 'list'; items: readonly Expression[] }
  | { kind: 'call'; name: string; args: readonly Expression[] }
  | { kind: 'binary'; operator: string; left: Expression; right: Expression };

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html */
const LONGEST = 2048;
const DEEPEST = 50;
const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|"([^"]*)"|'([^']*)'|(==|!=|<=|>=|&&|\|\||[-+*/^<>()[\],]))\s*/uy;

type Token = { kind: 'number' | 'name' | 'text' | 'sign' | 'end'; text: string; at: number };

/** From those that bind least to those that bind most. */
const LEVELS: readonly (readonly string[])[] = [
  ['||', 'OR'],
  ['&&', 'AND'],
  ['==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/'],
  ['^'],
];

/**
 * Reads an expression. Throws `InvalidParameterValue` that names the position of what it does not take.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export function readExpression(source: string): Expression {
  if (source.length > LONGEST) throw problem(`it is longer than ${LONGEST} characters`);
  const tokens = readTokens(source);
  let position = 0;
  const read = readLevel(0, 0);
  const rest = peek();
  if (rest.kind !== 'end') throw unexpected(rest);
  return read;

  function peek(): Token {
    return tokens[position] ?? { kind: 'end', text: '', at: source.length };
  }

  function take(): Token {
    const token = peek();
    position += 1;
    return token;
  }

  function accept(text: string): boolean {
    const found = peek().kind === 'sign' && peek().text === text;
    if (found) position += 1;
    return found;
  }

  function expect(text: string): void {
    const token = peek();
    if (!accept(text)) throw unexpected(token);
  }

  function readLevel(level: number, depth: number): Expression {
    if (depth > DEEPEST) throw problem(`it is nested too deeply at position ${peek().at}`);
    const operators = LEVELS[level];
    if (operators === undefined) return readOperand(depth);
    let left = readLevel(level + 1, depth);
    while (operators.includes(peek().text) && ['sign', 'name'].includes(peek().kind)) {
      const operator = take().text;
      left = { kind: 'binary', operator, left, right: readLevel(level + 1, depth) };
    }
    return left;
  }

  function readOperand(depth: number): Expression {
    const token = take();
    if (token.kind === 'number') return { kind: 'number', value: Number(token.text) };
    if (token.kind === 'text') return { kind: 'text', text: token.text };
    if (token.kind === 'name')
      return accept('(')
        ? { kind: 'call', name: token.text, args: readItems(')', depth) }
        : { kind: 'name', name: token.text };
    if (token.text === '-') {
      const zero: Expression = { kind: 'number', value: 0 };
      return { kind: 'binary', operator: '-', left: zero, right: readLevel(LEVELS.length - 1, depth + 1) };
    }
    if (token.text === '[') return { kind: 'list', items: readItems(']', depth) };
    if (token.text !== '(') throw unexpected(token);
    const inner = readLevel(0, depth + 1);
    expect(')');
    return inner;
  }

  function readItems(end: string, depth: number): Expression[] {
    const items: Expression[] = [];
    if (accept(end)) return items;
    do items.push(readLevel(0, depth + 1));
    while (accept(','));
    expect(end);
    return items;
  }

  function unexpected({ kind, text, at }: Token): Error {
    return problem(`${kind === 'end' ? 'its end' : `'${text}'`} is not expected at position ${at}`);
  }

  function problem(reason: string): Error {
    return invalidValue(`Error in expression '${source.slice(0, 100)}': ${reason}`);
  }

  function readTokens(text: string): Token[] {
    const found: Token[] = [];
    for (let at = 0; at < text.length; at = TOKEN.lastIndex) {
      TOKEN.lastIndex = at;
      const match = TOKEN.exec(text);
      if (match === null) throw problem(`'${text.slice(at, at + 10)}' is not expected at position ${at}`);
      const [, number, name, double, single, sign] = match;
      if (number !== undefined) found.push({ kind: 'number', text: number, at });
      else if (name !== undefined) found.push({ kind: 'name', text: name, at });
      else if (sign !== undefined) found.push({ kind: 'sign', text: sign, at });
      else found.push({ kind: 'text', text: double ?? single ?? '', at });
    }
    return found;
  }
}

/** The names of metrics and other expressions that an expression uses, and of the functions that it calls. */
export function namesIn(expression: Expression): { names: string[]; functions: string[] } {
  if (expression.kind === 'name') return { names: [expression.name], functions: [] };
  const children = childrenOf(expression).map(namesIn);
  const own = expression.kind === 'call' ? [expression.name] : [];
  return {
    names: children.flatMap(({ names }) => names),
    functions: [...own, ...children.flatMap(({ functions }) => functions)],
  };
}

function childrenOf(expression: Expression): readonly Expression[] {
  if (expression.kind === 'binary') return [expression.left, expression.right];
  if (expression.kind === 'call') return expression.args;
  return expression.kind === 'list' ? expression.items : [];
}
