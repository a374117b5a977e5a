import {
  type Expression,
  type ExpressionFunction,
  type ReadTally,
  type Tally,
  typeName,
} from './expression.ts';
import type { MatchView } from './match-view.ts';
import * as functions from './functions/index.ts';
import { type ExpressionContext, property } from './property.ts';

const FUNCTIONS: ReadonlyMap<string, ExpressionFunction> = new Map(Object.entries(functions));
/** Functions inside of functions; each but `flatten` and `count` needs a list less, so that three are rare. */
const MAX_FUNCTIONS = 20;
const CALL = /^\s*(\w+)\s*\((.*)\)\s*$/s;

/** True for a text that is meant as an expression and not as a plain string. */
export function looksLikeExpression(text: string): boolean {
  return /^\s*teams?\s*\[/.test(text) || FUNCTIONS.has(CALL.exec(text)?.[1] ?? '');
}

/** A property expression such as `avg(teams[*].players.attributes[skill])`; a string says what is wrong with it. */
export function parseExpression(
  text: string,
  context: ExpressionContext,
  functionsLeft = MAX_FUNCTIONS,
): Expression | string {
  const [, name, inside = ''] = CALL.exec(text) ?? [];
  if (name === undefined) return property(text.trim(), context);
  const called = FUNCTIONS.get(name);
  if (!called) return `there is no function ${name}; there are ${[...FUNCTIONS.keys()].join(', ')}`;
  if (functionsLeft === 0) return `more than ${MAX_FUNCTIONS} functions stand inside of each other`;
  const of = parseExpression(inside, context, functionsLeft - 1);
  return typeof of === 'string' ? of : call(name, called, of, context);
}

function call(
  name: string,
  called: ExpressionFunction,
  of: Expression,
  { teams }: ExpressionContext,
): Expression | string {
  const { resultOf, takes, apply } = called;
  const type = resultOf(of.type);
  if (!type) return `${name} takes ${takes}, but ${of.text} is ${typeName(of.type)}`;
  const isFlatten = name === 'flatten';
  // One player in each team at most: what is computed of a team is the value of its only ticket.
  const isOfOnes =
    of.teams !== undefined && of.type.depth === 2 && teams.every(({ maxPlayers }) => maxPlayers <= 1);
  const keepsEveryone = isFlatten || (isOfOnes && ['avg', 'min', 'max', 'median', 'sum'].includes(name));
  return {
    text: `${name}(${of.text})`,
    type,
    teams: isFlatten || type.depth === 0 ? undefined : of.teams,
    grows: of.grows || name === 'count' || name === 'sum',
    shrinks: of.shrinks || name === 'set_intersection',
    range: name === 'count' ? playersIn(of, teams) : undefined,
    everyone: keepsEveryone ? of.everyone : undefined,
    evaluate: fromTallies(called, of) ?? ((match) => apply(of.evaluate(match), of.type)),
    tallies: isFlatten && of.tallies && of.type.depth === 2 ? [all(of.tallies)] : undefined,
  };
}

function playersIn({ type, team }: Expression, teams: ExpressionContext['teams']): Expression['range'] {
  const counted = type.of === 'player' && type.depth === 1 && team !== undefined ? teams[team] : undefined;
  return counted && { min: counted.minPlayers, max: counted.maxPlayers };
}

/** Evaluates without lists in between, where function and numbers allow it. */
function fromTallies(
  { ofTally }: ExpressionFunction,
  { tallies, type }: Expression,
): Expression['evaluate'] | undefined {
  const [only] = tallies ?? [];
  if (!ofTally || !tallies || !only) return undefined;
  const tally: Tally = { count: 0, sum: 0, min: 0, max: 0 };
  const resultOf = (read: ReadTally, match: MatchView) => {
    tally.count = 0;
    tally.sum = 0;
    tally.min = Number.POSITIVE_INFINITY;
    tally.max = Number.NEGATIVE_INFINITY;
    read(match, tally);
    return tally.count === 0 ? undefined : ofTally(tally);
  };
  return type.depth === 1
    ? (match) => resultOf(only, match)
    : (match) => tallies.map((read) => resultOf(read, match));
}

function all(tallies: readonly ReadTally[]): ReadTally {
  return (match, tally) => {
    for (const read of tallies) read(match, tally);
  };
}
