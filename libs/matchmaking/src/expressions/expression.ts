import type { MatchView } from './match-view.ts';

/** `depth` counts the lists around it: `teams[red].players.attributes[skill]` is one list of numbers. */
export type ValueType = { readonly of: 'number' | 'string' | 'player'; readonly depth: number };

/** `undefined` stands for what cannot be told yet, such as the average of a team without players. */
export type Value = number | string | undefined | readonly Value[];

export type Expression = {
  readonly text: string;
  readonly type: ValueType;
  /** The names of the teams, when the outermost list has one value for each of them. */
  readonly teams?: readonly string[] | undefined;
  /** True when its value grows with the number of players, as a count or a sum does. */
  readonly grows: boolean;
  /** True when a player more can only take from it, as from the values that all have in common. */
  readonly shrinks: boolean;
  /** The slot whose value it lists for each ticket of a match, one by one. */
  readonly everyone?: number | undefined;
  readonly evaluate: (match: MatchView) => Value;
  /** The team that it reads alone. */
  readonly team?: number | undefined;
  /** For a count of players, between which numbers it lies in a complete match. */
  readonly range?: { readonly min: number; readonly max: number } | undefined;
  /** Its numbers without lists in between, one reader for each innermost list; for the functions that need no list. */
  readonly tallies?: readonly ReadTally[] | undefined;
};

export type Tally = { count: number; sum: number; min: number; max: number };
export type ReadTally = (match: MatchView, tally: Tally) => void;

/** A function of property expressions. */
export type ExpressionFunction = {
  /** The type of its result; undefined when it takes no value of this type. */
  readonly resultOf: (type: ValueType) => ValueType | undefined;
  /** What it takes, as a message says it. */
  readonly takes: string;
  readonly apply: (value: Value, type: ValueType) => Value;
  /** The same from a tally of at least one number, where that is enough. */
  readonly ofTally?: ((tally: Tally) => number) | undefined;
};

/** `a list of lists of numbers`, as messages name a type. */
export function typeName({ of, depth }: ValueType): string {
  return depth === 0 ? `a ${of}` : `a list of ${'lists of '.repeat(depth - 1)}${of}s`;
}

/** True when its elements are numbers or strings, in one list or in one for each team. */
export function listsOneByOne({ type, teams }: Expression): boolean {
  return type.depth === (teams ? 2 : 1) || (teams !== undefined && type.depth === 1);
}

/** An expression of what stands in the rule set itself. */
export function literal(value: number | string | readonly string[]): Expression {
  const of = typeof value === 'number' ? 'number' : 'string';
  const type: ValueType = { of, depth: typeof value === 'object' ? 1 : 0 };
  const range = typeof value === 'number' ? { min: value, max: value } : undefined;
  return { text: JSON.stringify(value), type, grows: false, shrinks: false, range, evaluate: () => value };
}

/** All numbers and strings in a value, in order. */
export function leavesIn(value: Value, found: (number | string)[] = []): (number | string)[] {
  if (typeof value === 'object') for (const each of value) leavesIn(each, found);
  else if (value !== undefined) found.push(value);
  return found;
}

/** All numbers in a value, in order. */
export function numbersIn(value: Value): number[] {
  return leavesIn(value).filter((each) => typeof each === 'number');
}

/** True when a number in a value passes the test. */
export function hasNumber(value: Value, test: (number: number) => boolean): boolean {
  if (typeof value === 'number') return test(value);
  if (typeof value === 'object') for (const each of value) if (hasNumber(each, test)) return true;
  return false;
}

/** The innermost lists of strings in a value of this depth, in order. */
export function listsIn(value: Value, depth: number): (readonly string[])[] {
  if (typeof value !== 'object') return [];
  if (depth > 1) return value.flatMap((each) => listsIn(each, depth - 1));
  return [value.filter((each) => typeof each === 'string')];
}
