import {
  checkExpression,
  checkIntrinsic,
  checkPath,
  comparison,
  ExpressionError,
  expressionIn,
} from '@hanok/engines/states';

type Fields = Readonly<Record<string, unknown>>;

const REFERENCES = new Set(['ResultPath', 'TimeoutSecondsPath', 'HeartbeatSecondsPath']);
/** Paths that may be intrinsic functions. */
const READABLE = new Set(['ErrorPath', 'CausePath']);
/** What holds states of its own, which are checked in their turn, and what is taken as it stands. */
const APART = new Set(['Branches', 'ItemProcessor', 'Iterator', 'Result', 'Comment']);
const AROUND = new Set(['Variable', 'Next', 'Comment', 'Assign', 'Output', 'And', 'Or', 'Not']);

/** Why a path, a function, an expression or a rule of a state cannot be read; undefined when all can. */
export function expressionProblem(state: Fields, jsonata: boolean): string | undefined {
  for (const [field, value] of Object.entries(state)) {
    if (APART.has(field)) continue;
    try {
      if (jsonata) checkTexts(value);
      else if (field === 'Choices') for (const rule of value as Fields[]) checkRule(rule);
      else checkField(field, value);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      return `"${field}": ${error.message}`;
    }
  }
  return undefined;
}

function checkTexts(value: unknown): void {
  const text = expressionIn(value);
  if (text !== undefined) checkExpression(text);
  else if (typeof value === 'object' && value !== null) Object.values(value).forEach(checkTexts);
}

function checkField(field: string, value: unknown): void {
  if (field.endsWith('Path')) checkPathField(field, value);
  else if (field === 'Catch')
    for (const { ResultPath, Assign } of value as Fields[]) {
      checkPathField('ResultPath', ResultPath);
      checkTemplate(Assign);
    }
  else checkTemplate(value);
}

function checkPathField(field: string, value: unknown): void {
  if (value === undefined || value === null) return;
  if (typeof value !== 'string') throw new ExpressionError('a path is a text that begins with $');
  if (READABLE.has(field) && value.startsWith('States.')) checkIntrinsic(value);
  else checkPath(value, REFERENCES.has(field));
}

function checkTemplate(template: unknown): void {
  if (typeof template !== 'object' || template === null) return;
  for (const [name, value] of Object.entries(template)) {
    if (!name.endsWith('.$') || typeof value !== 'string') checkTemplate(value);
    else if (value.startsWith('States.')) checkIntrinsic(value);
    else checkPath(value);
  }
}

function checkRule(rule: Fields): void {
  const { And, Or, Not, Variable } = rule;
  for (const each of [And, Or].flat()) if (each !== undefined) checkRule(each as Fields);
  if (Not !== undefined) checkRule(Not as Fields);
  if (And !== undefined || Or !== undefined || Not !== undefined) return;
  const tests = Object.keys(rule).filter((name) => !AROUND.has(name));
  const [test = ''] = tests;
  if (tests.length !== 1) throw new ExpressionError('a rule has exactly one comparison');
  if (typeof Variable !== 'string') throw new ExpressionError('a rule has a "Variable"');
  checkPath(Variable);
  if (test === 'IsPresent') return;
  const name = test.replace(/Path$/, '');
  if (comparison(name) === undefined) throw new ExpressionError(`there is no comparison "${test}"`);
  if (test.endsWith('Path')) checkPath(String(rule[test]));
}
