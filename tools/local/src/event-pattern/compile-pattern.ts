import { compileRules } from './compile-rules.ts';
import type { Dialect } from './dialect.ts';
import { EventPatternError } from './errors.ts';
import { elementsOf, type Matcher } from './values.ts';

/** Levels of fields and alternatives; a pattern that is nested more deeply is refused. */
const DEEPEST = 100;

/** Where in the pattern something stands. */
type Place = { path: string; depth: number };

type Owner = Readonly<Record<string, unknown>>;

/**
 * Compiles an event pattern: every field must match, a field's list matches when one of its rules does, `$or` holds
 * alternatives. Of a list of objects, one object must match all fields below it. The work is at most the size of the
 * pattern times that of the event. Throws `EventPatternError` for what the dialect does not take.
 */
export function compilePattern(pattern: unknown, dialect: Dialect): Matcher {
  return compileObject(pattern, dialect, { path: '$', depth: 0 });
}

function compileObject(pattern: unknown, dialect: Dialect, { path, depth }: Place): Matcher {
  if (!isObject(pattern)) throw new EventPatternError(path, 'expects an object');
  if (depth > DEEPEST) throw new EventPatternError('$', `is nested more than ${DEEPEST} levels deep`);
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw new EventPatternError(path, 'expects at least one field');
  const fields = entries.map(([key, expected]) =>
    compileField(key, expected, dialect, { path: `${path}.${key}`, depth: depth + 1 }),
  );
  const matches = (value: Owner) => fields.every((field) => field(value));
  return (value) => candidates(value).some(matches);
}

function compileField(
  key: string,
  expected: unknown,
  dialect: Dialect,
  place: Place,
): (owner: Owner) => boolean {
  if (key === '$or') return compileAlternatives(expected, dialect, place);
  const matcher = Array.isArray(expected)
    ? compileRules(expected, dialect, place.path)
    : compileObject(expected, dialect, place);
  return (owner) => matcher(Object.hasOwn(owner, key) ? owner[key] : undefined);
}

function compileAlternatives(alternatives: unknown, dialect: Dialect, { path, depth }: Place): Matcher {
  if (!Array.isArray(alternatives) || alternatives.length < 2)
    throw new EventPatternError(path, 'expects a list of two or more patterns');
  const compiled = alternatives.map((pattern, index) =>
    compileObject(pattern, dialect, { path: `${path}[${index}]`, depth }),
  );
  return (owner) => compiled.some((pattern) => pattern(owner));
}

/** The objects that a pattern is tried on. What is no object has no fields, so that `exists: false` can match. */
function candidates(value: unknown): readonly Owner[] {
  const objects = elementsOf(value).filter(isObject);
  return objects.length === 0 ? [{}] : objects;
}

function isObject(value: unknown): value is Owner {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
