/** Whether a JSON log event, or a value in it, passes. */
export type JsonTest = (value: unknown) => boolean;

/**
 * Compiles one comparison of a JSON filter pattern; undefined when it is not one. A field that is missing passes only
 * `NOT EXISTS`. In strings, `*` stands for anything.
 */
export function jsonComparison(selector: string, operator: string, operand: string): JsonTest | undefined {
  if (operator === 'NOT')
    return operand === 'EXISTS' ? (event) => select(event, selector) === undefined : undefined;
  const test = operator === 'IS' ? isTest(operand) : valueTest(operator, operand);
  if (test === undefined) return undefined;
  return (event) => {
    const value = select(event, selector);
    return value !== undefined && test(value);
  };
}

function isTest(operand: string): JsonTest | undefined {
  const values: Readonly<Record<string, unknown>> = { NULL: null, TRUE: true, FALSE: false };
  return operand in values ? (value) => value === values[operand] : undefined;
}

function valueTest(operator: string, operand: string): JsonTest | undefined {
  const number = Number(operand);
  return operand !== '' && !Number.isNaN(number) ? numberTest(operator, number) : textTest(operator, operand);
}

function numberTest(operator: string, operand: number): JsonTest | undefined {
  const tests: Readonly<Record<string, (value: number) => boolean>> = {
    '=': (value) => value === operand,
    '!=': (value) => value !== operand,
    '<': (value) => value < operand,
    '<=': (value) => value <= operand,
    '>': (value) => value > operand,
    '>=': (value) => value >= operand,
  };
  const test = tests[operator];
  return test && ((value) => typeof value === 'number' && test(value));
}

function textTest(operator: string, operand: string): JsonTest | undefined {
  const text = operand.startsWith('"') ? operand.slice(1, -1).replace(/\\(.)/gu, '$1') : operand;
  const parts = text.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const form = new RegExp(`^${parts.join('.*')}$`, 'su');
  if (operator === '=') return (value) => form.test(textOf(value));
  return operator === '!=' ? (value) => !form.test(textOf(value)) : undefined;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The value at `$.a.b[0]`. */
function select(event: unknown, selector: string): unknown {
  const keys = selector.match(/[^$.[\]]+/g) ?? [];
  return keys.reduce<unknown>((value, key) => (isContainer(value) ? value[key] : undefined), event);
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
