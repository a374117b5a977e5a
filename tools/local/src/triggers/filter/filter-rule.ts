import { FilterPatternError } from '../delivery/errors.ts';
import { numericTest } from './numeric-test.ts';

/** Whether a field's value satisfies a rule; undefined stands for a field that is absent. */
export type Rule = (value: unknown) => boolean;

type Test = (leaf: unknown) => boolean;

const operators: Readonly<Record<string, (operand: unknown, path: string) => Rule>> = {
  prefix: (operand, path) => onText(operand, path, (text, affix) => text.startsWith(affix)),
  suffix: (operand, path) => onText(operand, path, (text, affix) => text.endsWith(affix)),
  'equals-ignore-case': (operand, path) =>
    onText(operand, path, (text, other) => text.toLowerCase() === other.toLowerCase()),
  'anything-but': anythingBut,
  numeric: (operand, path) => anyLeaf(numericTest(operand, path)),
  exists,
};

/**
 * One rule of a filter pattern's list: a literal, or an object with one operator.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax
 */
export function compileRule(rule: unknown, path: string): Rule {
  if (isLiteral(rule)) return anyLeaf((leaf) => leaf === rule);
  if (typeof rule !== 'object' || rule === null || Array.isArray(rule)) {
    throw new FilterPatternError(
      path,
      'a rule is a string, number, boolean, null or an object with an operator',
    );
  }
  const [entry, ...others] = Object.entries(rule);
  if (entry === undefined || others.length > 0) throw new FilterPatternError(path, 'a rule has one operator');
  const operator = Object.hasOwn(operators, entry[0]) ? operators[entry[0]] : undefined;
  if (operator === undefined) throw new FilterPatternError(path, `operator "${entry[0]}" is not supported`);
  return operator(entry[1], `${path}.${entry[0]}`);
}

function isLiteral(rule: unknown): rule is string | number | boolean | null {
  return rule === null || ['string', 'number', 'boolean'].includes(typeof rule);
}

/** A list in the event matches when any of its elements does. */
function anyLeaf(test: Test): Rule {
  return (value) => (Array.isArray(value) ? value.some(test) : value !== undefined && test(value));
}

function onText(operand: unknown, path: string, test: (text: string, operand: string) => boolean): Rule {
  if (typeof operand !== 'string') throw new FilterPatternError(path, 'expects a string');
  return anyLeaf((leaf) => typeof leaf === 'string' && test(leaf, operand));
}

function anythingBut(operand: unknown, path: string): Rule {
  const excluded = new Set<unknown>(Array.isArray(operand) ? operand : [operand]);
  const allowed = [...excluded].every((value) => typeof value === 'string' || typeof value === 'number');
  if (excluded.size === 0 || !allowed) {
    throw new FilterPatternError(path, 'expects a string, a number or a list of them');
  }
  return anyLeaf((leaf) => !excluded.has(leaf));
}

/** Works on leaves only: an object is neither there nor absent for it, as in Lambda. */
function exists(operand: unknown, path: string): Rule {
  if (typeof operand !== 'boolean') throw new FilterPatternError(path, 'expects true or false');
  return (value) => isPresentLeaf(value) === operand;
}

function isPresentLeaf(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && (value === null || typeof value !== 'object');
}
