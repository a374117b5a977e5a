import { createContext, Script } from 'node:vm';
import jsonata from 'jsonata';
import { evaluationFailure, ExpressionError } from '../failure.ts';
import { ADDED_FUNCTIONS } from './functions.ts';

/** What expressions see: `$states`, and the variables by name. */
type Bindings = { states: object; variables: Readonly<Record<string, unknown>> };

const EXPRESSION = /^\{%([\s\S]*)%\}$/;
const REGEXP_MS = 250;
const SEARCH = new Script('search()');

/** A regular expression that gives up after a quarter of a second: some take hours on a text of 40 characters. */
class LimitedRegExp extends RegExp {
  override exec(text: string): RegExpExecArray | null {
    let found: RegExpExecArray | null = null;
    const search = () => {
      found = super.exec(text);
    };
    try {
      SEARCH.runInContext(createContext({ search }), { timeout: REGEXP_MS });
    } catch (error) {
      throw new RangeError(`The regular expression ${String(this)} takes too long`, { cause: error });
    }
    return found;
  }
}

/** An expression that never ends, or calls itself without end, fails. */
const LIMITS = {
  ...{ timeout: 1_000, stack: 500, sequence: 1_000_000 },
  // It makes one of another and calls `exec`; the constructor's type names more.
  RegexEngine: LimitedRegExp as unknown as RegExpConstructor,
};

/** The text between `{%` and `%}`; undefined for any other value. */
export function expressionIn(value: unknown): string | undefined {
  return typeof value === 'string' ? EXPRESSION.exec(value)?.[1]?.trim() : undefined;
}

/** Throws `ExpressionError` for what is no JSONata. */
export function checkExpression(text: string): void {
  try {
    jsonata(text);
  } catch (error) {
    throw new ExpressionError(`'${text}' is no JSONata: ${messageOf(error)}`);
  }
}

/** Fills a value: every text `{% … %}` in it is an expression. Throws `States.QueryEvaluationError`. */
export async function fillValue(value: unknown, field: string, bindings: Bindings): Promise<unknown> {
  const text = expressionIn(value);
  if (text !== undefined) return evaluate(text, field, bindings);
  if (Array.isArray(value))
    return Promise.all(value.map((each, index) => fillValue(each, `${field}[${index}]`, bindings)));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(async ([name, each]) => [
    name,
    await fillValue(each, `${field}/${name}`, bindings),
  ]);
  return Object.fromEntries((await Promise.all(members)) as [string, unknown][]);
}

async function evaluate(text: string, field: string, { states, variables }: Bindings): Promise<unknown> {
  const failure = (what: string) =>
    evaluationFailure(`The JSONata expression '${text}' specified for the field '${field}' ${what}`, field);
  let result: unknown;
  try {
    const expression = jsonata(text, LIMITS);
    for (const [name, each] of Object.entries(ADDED_FUNCTIONS)) expression.assign(name, each);
    result = await expression.evaluate(undefined, { ...variables, states });
  } catch (error) {
    throw failure(`threw an error during evaluation. ${messageOf(error)}`);
  }
  if (result === undefined) throw failure('returned nothing (undefined).');
  if (!isData(result)) throw failure('returned an unsupported result type.');
  // Arrays of JSONata carry flags of their own.
  return JSON.parse(JSON.stringify(result)) as unknown;
}

function isData(value: unknown): boolean {
  if (typeof value === 'function') return false;
  return !(typeof value === 'object' && value !== null && '_jsonata_lambda' in value);
}

function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : String(error);
}
