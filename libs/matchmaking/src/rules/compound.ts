import type { MatchView } from '../expressions/match-view.ts';
import { defineRule, type Flaw, type Holds, type Rule } from './rule.ts';
import { namesIn, parseStatement, type Statement } from './statement.ts';

type Compound = { statement: Statement; text: string; parts: ReadonlyMap<string, Rule> };

/** Logic over rules that stand before it. What cannot be told yet of a part counts for neither side. */
export const compound = defineRule<Compound>({
  type: 'compound',
  fields: ['statement'],
  expandable: [],
  parse(fields, { earlier }) {
    if (!fields.require('statement')) return undefined;
    const text = fields.text('statement');
    if (text === undefined) return undefined;
    const statement = read(text);
    if (statement instanceof SyntaxError) return fields.report('statement', statement.message);
    const parts = namesIn(statement).map((name) => [name, earlier.get(name)] as const);
    const problems = parts.flatMap(([name, rule]) => {
      if (!rule) return [`there is no rule ${JSON.stringify(name)} before this one`];
      if (rule.type === 'batchDistance')
        return [`${name} is a batchDistance rule, which cannot stand in a compound rule`];
      return rule.sort ? [`${name} is a sort, which holds always`] : [];
    });
    for (const problem of problems) fields.report('statement', problem);
    if (problems.length > 0) return undefined;
    return { statement, text, parts: new Map(parts.flatMap(([name, rule]) => (rule ? [[name, rule]] : []))) };
  },
  holds: ({ statement, parts }, match, growing) =>
    judge(statement, (name) => parts.get(name)?.holds(match, growing)),
  missing: ({ statement, parts }, match) =>
    missingOf(statement, (name) => parts.get(name)?.missing?.(match) ?? 0),
  explain({ text, parts }, match) {
    const each = [...parts].map(([name, rule]) => `${name} ${said(rule, match)}`);
    return { measured: each.join(', '), judged: text };
  },
  parts: ({ parts }) => [...parts.keys()],
  flaws({ statement, parts }): Flaw[] {
    const names = [...parts.keys()];
    if (names.length > MAX_TABLE) return [];
    const rows = Array.from({ length: 2 ** names.length }, (_, row) =>
      judge(statement, (name) => ((row >> names.indexOf(name)) & 1) === 1),
    );
    if (rows.every((row) => row === true))
      return [{ kind: 'neverFails', why: 'the statement is true whatever its parts say' }];
    return rows.every((row) => row === false)
      ? [{ kind: 'neverHolds', why: 'the statement is false whatever its parts say' }]
      : [];
  },
});

/** With more parts than this, the table of all their values is not made. */
const MAX_TABLE = 10;

function read(text: string): Statement | SyntaxError {
  try {
    return parseStatement(text);
  } catch (error) {
    if (error instanceof SyntaxError) return error;
    throw error;
  }
}

function said(rule: Rule, match: MatchView): string {
  const holds = rule.holds(match, false);
  return holds === undefined ? 'cannot be told yet' : holds ? 'holds' : 'fails';
}

/** A part that must fail, or may, does not tell how many are missing. */
function missingOf(statement: Statement, missing: (name: string) => number): number {
  if (typeof statement === 'string') return missing(statement);
  const each = statement.of.map((one) => missingOf(one, missing));
  if (statement.operator === 'and') return Math.max(...each);
  return statement.operator === 'or' ? Math.min(...each) : 0;
}

function judge(statement: Statement, holds: (name: string) => Holds): Holds {
  if (typeof statement === 'string') return holds(statement);
  const each = statement.of.map((one) => judge(one, holds));
  if (statement.operator === 'and')
    return each.includes(false) ? false : each.includes(undefined) ? undefined : true;
  if (statement.operator === 'or')
    return each.includes(true) ? true : each.includes(undefined) ? undefined : false;
  if (each.includes(undefined)) return undefined;
  return statement.operator === 'not' ? !each[0] : each[0] !== each[1];
}
