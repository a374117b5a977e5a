import { BlockList, isIP } from 'node:net';
import type { Dialect } from './dialect.ts';
import { EventPatternError } from './errors.ts';
import { numericTest } from './numeric-test.ts';
import { excludedTest, textTest } from './text-test.ts';
import { elementsOf, isLeaf, type Matcher, type Test } from './values.ts';

/** Compiles a field's list of rules, one of which must match: literals, and objects with one operator. */
export function compileRules(rules: readonly unknown[], dialect: Dialect, path: string): Matcher {
  if (rules.length === 0) throw new EventPatternError(path, 'expects at least one rule');
  const literals = new Set<unknown>(rules.filter(isLeaf));
  const compiled = rules.flatMap((rule, index) =>
    isLeaf(rule) ? [] : [compileOperator(rule, dialect, `${path}[${index}]`)],
  );
  const matchers = literals.size === 0 ? compiled : [anyLeaf((leaf) => literals.has(leaf)), ...compiled];
  return (value) => matchers.some((matches) => matches(value));
}

function compileOperator(rule: unknown, dialect: Dialect, path: string): Matcher {
  if (typeof rule !== 'object' || rule === null || Array.isArray(rule))
    throw new EventPatternError(
      path,
      'a rule is a string, number, boolean, null or an object with an operator',
    );
  const [entry, ...others] = Object.entries(rule);
  if (entry === undefined || others.length > 0) throw new EventPatternError(path, 'a rule has one operator');
  const [operator, operand] = entry;
  if (!dialect.operators.has(operator))
    throw new EventPatternError(path, `operator "${operator}" is not supported`);
  const at = `${path}.${operator}`;
  return operator === 'exists' ? exists(operand, at) : anyLeaf(testOf(operator, operand, dialect, at));
}

function testOf(operator: string, operand: unknown, dialect: Dialect, path: string): Test {
  if (operator === 'numeric') return numericTest(operand, dialect, path);
  if (operator === 'cidr') return cidrTest(operand, path);
  if (operator === 'anything-but') return excludedTest(operand, dialect, path);
  return textTest(operator, operand, dialect, path);
}

/** A list in the event matches when any of its elements does. */
function anyLeaf(test: Test): Matcher {
  return (value) => elementsOf(value).some((element) => isLeaf(element) && test(element));
}

/** Works on leaves only: an object is neither there nor absent for it. */
function exists(operand: unknown, path: string): Matcher {
  if (typeof operand !== 'boolean') throw new EventPatternError(path, 'expects true or false');
  return (value) => (Array.isArray(value) ? value.length > 0 : isLeaf(value)) === operand;
}

/** The test of `{"cidr": "10.0.0.0/24"}`: whether text is an address in that block, of version 4 or 6. */
function cidrTest(operand: unknown, path: string): Test {
  const [, address = '', bits = ''] =
    (typeof operand === 'string' && /^([0-9a-fA-F.:]{2,45})\/(\d{1,3})$/.exec(operand)) || [];
  const version = isIP(address);
  if (version === 0 || Number(bits) > (version === 4 ? 32 : 128))
    throw new EventPatternError(path, 'expects a block of addresses, such as "10.0.0.0/24"');
  const block = new BlockList();
  block.addSubnet(address, Number(bits), nameOf(version));
  return (leaf) => typeof leaf === 'string' && isIP(leaf) === version && block.check(leaf, nameOf(version));
}

function nameOf(version: number): 'ipv4' | 'ipv6' {
  return version === 4 ? 'ipv4' : 'ipv6';
}
