import { FUNCTIONS, type Maybe, numberOf, textOf } from './functions.ts';
import type { LogRecord } from './log-record.ts';
import type { Expression } from './query.ts';

const NUMERIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '^': (a, b) => a ** b,
};

/** What an expression comes to in a record; tests come to 1 and 0. */
export function evaluate(expression: Expression, record: LogRecord): Maybe {
  switch (expression.kind) {
    case 'value':
      return expression.value;
    case 'field':
      return record.get(expression.name);
    case 'not':
      return Number(!holds(expression.operand, record));
    case 'call': {
      const args = expression.args.map((arg) => evaluate(arg, record));
      const timed =
        expression.name === 'bin' && args.length === 1 ? [record.get('@timestamp'), ...args] : args;
      return FUNCTIONS.get(expression.name)?.(timed);
    }
    case 'binary':
      return binary(expression, record);
    case 'list':
    case 'regex':
      return undefined;
  }
}

/** Whether a test passes. */
export function holds(expression: Expression, record: LogRecord): boolean {
  const value = evaluate(expression, record);
  return value !== undefined && value !== 0 && value !== '' && value !== '0' && value !== 'false';
}

function binary(
  { operator, left, right }: Extract<Expression, { kind: 'binary' }>,
  record: LogRecord,
): Maybe {
  if (operator === 'and') return Number(holds(left, record) && holds(right, record));
  if (operator === 'or') return Number(holds(left, record) || holds(right, record));
  const a = evaluate(left, record);
  if (operator === 'matches')
    return Number(right.kind === 'regex' && a !== undefined && right.regex.test(textOf(a)));
  if (operator === 'in') {
    const items = right.kind === 'list' ? right.items : [];
    return Number(a !== undefined && items.some((item) => compared('=', a, evaluate(item, record))));
  }
  const b = evaluate(right, record);
  if (operator === 'contains') return Number(a !== undefined && textOf(a).includes(textOf(b)));
  const calculate = NUMERIC[operator];
  if (calculate === undefined) return Number(compared(operator, a, b));
  const [x, y] = [numberOf(a), numberOf(b)];
  const result = x === undefined || y === undefined ? undefined : calculate(x, y);
  return result !== undefined && Number.isFinite(result) ? result : undefined;
}

/** Numbers are compared as numbers, other values as text; a field that is missing is only unequal. */
function compared(operator: string, a: Maybe, b: Maybe): boolean {
  if (a === undefined || b === undefined) return operator === '!=' && a !== b;
  const order = compareValues(a, b);
  if (operator === '=') return order === 0;
  if (operator === '!=') return order !== 0;
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

/** For a sort: missing values come first. */
export function compareValues(a: Maybe, b: Maybe): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== undefined && y !== undefined) return x - y;
  const [left, right] = [textOf(a), textOf(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
