import type { Dialect } from './dialect.ts';
import { EventPatternError } from './errors.ts';
import { isLeaf, type Test } from './values.ts';
import { wildcardTest } from './wildcard-test.ts';

type TextTest = (text: string) => boolean;

/** The test of an operator whose operand is text. */
export function textTest(operator: string, operand: unknown, dialect: Dialect, path: string): Test {
  const test = affixTest(operator, operand, dialect, path) ?? plainTest(operator, operand, path);
  return (leaf) => typeof leaf === 'string' && test(leaf);
}

function plainTest(operator: string, operand: unknown, path: string): TextTest {
  if (typeof operand !== 'string') throw new EventPatternError(path, 'expects a string');
  if (operator === 'prefix') return (text) => text.startsWith(operand);
  if (operator === 'suffix') return (text) => text.endsWith(operand);
  if (operator === 'wildcard') return wildcardTest(operand, path);
  const lower = operand.toLowerCase();
  return (text) => text.toLowerCase() === lower;
}

/** The test of `{"prefix": {"equals-ignore-case": "a"}}` and its sibling; undefined for an operand of another form. */
function affixTest(
  operator: string,
  operand: unknown,
  { affixesIgnoreCase }: Dialect,
  path: string,
): TextTest | undefined {
  const isAffix = operator === 'prefix' || operator === 'suffix';
  if (!isAffix || !affixesIgnoreCase || typeof operand === 'string') return undefined;
  const affix = operatorOf(operand, new Set(['equals-ignore-case']), path)[1];
  if (typeof affix !== 'string') throw new EventPatternError(path, 'expects a string');
  const lower = affix.toLowerCase();
  return operator === 'prefix'
    ? (text) => text.toLowerCase().startsWith(lower)
    : (text) => text.toLowerCase().endsWith(lower);
}

/**
 * The test of `anything-but`: none of some strings and numbers, or nothing that an operator within it matches, which
 * takes one text or a list of them.
 */
export function excludedTest(operand: unknown, dialect: Dialect, path: string): Test {
  if (typeof operand === 'object' && operand !== null && !Array.isArray(operand)) {
    const [operator, texts] = operatorOf(operand, dialect.excluding, path);
    const at = `${path}.${operator}`;
    const tests = listOf(texts, at).map((text) => plainTest(operator, text, at));
    return (leaf) => typeof leaf !== 'string' || !tests.some((test) => test(leaf));
  }
  const excluded = new Set<unknown>(listOf(operand, path));
  if (![...excluded].every((value) => isLeaf(value) && ['string', 'number'].includes(typeof value)))
    throw new EventPatternError(path, 'expects a string, a number or a list of them');
  return (leaf) => !excluded.has(leaf);
}

function operatorOf(operand: unknown, allowed: ReadonlySet<string>, path: string): [string, unknown] {
  const [entry, ...others] = Object.entries(Object(operand));
  if (entry !== undefined && others.length === 0 && allowed.has(entry[0])) return entry;
  if (allowed.size === 0) throw new EventPatternError(path, 'expects a string, a number or a list of them');
  throw new EventPatternError(path, `expects one operator of ${[...allowed].join(', ')}`);
}

function listOf(operand: unknown, path: string): readonly unknown[] {
  const list: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  if (list.length === 0) throw new EventPatternError(path, 'expects at least one value');
  return list;
}
