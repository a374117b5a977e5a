import { FilterPatternError } from '../delivery/errors.ts';
import { compileRule, type Rule } from './filter-rule.ts';

/**
 * Compiles an event pattern: every field must match, a field's list matches when one of its rules does, `$or`
 * holds alternatives. Throws FilterPatternError for anything that Lambda does not take.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax
 */
export function compilePattern(pattern: unknown, path = '$'): Rule {
  if (!isObject(pattern)) throw new FilterPatternError(path, 'expects an object');
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw new FilterPatternError(path, 'expects at least one field');
  const fields = entries.map(([key, expected]) => compileField(key, expected, `${path}.${key}`));
  const matches = (value: Readonly<Record<string, unknown>>) => fields.every((field) => field(value));
  return (value) => candidates(value).some(matches);
}

function compileField(
  key: string,
  expected: unknown,
  path: string,
): (owner: Readonly<Record<string, unknown>>) => boolean {
  if (key === '$or') return compileAlternatives(expected, path);
  const rule = Array.isArray(expected) ? compileRules(expected, path) : compilePattern(expected, path);
  return (owner) => rule(Object.hasOwn(owner, key) ? owner[key] : undefined);
}

function compileRules(rules: readonly unknown[], path: string): Rule {
  if (rules.length === 0) throw new FilterPatternError(path, 'expects at least one rule');
  const compiled = rules.map((rule, index) => compileRule(rule, `${path}[${index}]`));
  return (value) => compiled.some((rule) => rule(value));
}

function compileAlternatives(alternatives: unknown, path: string): Rule {
  if (!Array.isArray(alternatives) || alternatives.length < 2) {
    throw new FilterPatternError(path, 'expects a list of two or more patterns');
  }
  const compiled = alternatives.map((pattern, index) => compilePattern(pattern, `${path}[${index}]`));
  return (owner) => compiled.some((pattern) => pattern(owner));
}

/** The objects that a pattern is tried on. What is no object has no fields, so that `exists: false` can match. */
function candidates(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  const objects = (Array.isArray(value) ? value : [value]).filter(isObject);
  return objects.length === 0 ? [{}] : objects;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
