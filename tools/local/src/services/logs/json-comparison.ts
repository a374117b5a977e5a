/** Whether a JSON log event, or a value in it, passes. */
export type JsonTest = (value: unknown) => boolean;

/**
 * Compiles one comparison of a JSON filter pattern; undefined when it is not one. A field that is missing passes only
 * `NOT EXISTS`. In strings, `*` stands for anything.
 */
export function jsonComparison(selector: string, operator: string, operand: string): JsonTest | undefined {
  const keys = selector.match(/[^$.[\]]+/g) ?? [];
  if (operator === 'NOT')
    return operand === 'EXISTS' ? (event) => select(event, keys) === undefined : undefined;
  const test = operator === 'IS' ? isTest(operand) : valueTest(operator, operand);
  if (test === undefined) return undefined;
  return (event) => {
    const value = select(event, keys);
    return value !== undefined && test(value);
  };
}

const IS_VALUES: ReadonlyMap<string, unknown> = new Map([
  ['NULL', null],
  ['TRUE', true],
  ['FALSE', false],
]);

function isTest(operand: string): JsonTest | undefined {
  return IS_VALUES.has(operand) ? (value) => value === IS_VALUES.get(operand) : undefined;
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

/** A field that holds an object or a list passes no comparison, as on AWS. */
function textTest(operator: string, operand: string): JsonTest | undefined {
  if (operator !== '=' && operator !== '!=') return undefined;
  const text = operand.startsWith('"') ? operand.slice(1, -1).replace(/\\(.)/gu, '$1') : operand;
  const parts = text.split('*');
  return (value) => !isContainer(value) && matchesParts(parts, String(value)) === (operator === '=');
}

/**
 * Whether `parts`, with anything between them, are the whole text. Each part is taken where it stands first, so no way
 * leads back: the work grows with the length of the text alone.
 */
export function matchesParts(parts: readonly string[], text: string): boolean {
  const [first = '', ...between] = parts;
  const last = between.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let end = first.length;
  for (const part of between) {
    const found = text.indexOf(part, end);
    if (found === -1) return false;
    end = found + part.length;
  }
  return end + last.length <= text.length;
}

/** The value at `$.a.b[0]`, given its keys. */
function select(event: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (value, key) => (isContainer(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    event,
  );
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
