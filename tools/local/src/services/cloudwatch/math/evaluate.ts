import { invalidValue } from '../errors.ts';
import type { Expression } from './expression.ts';
import { arithmetic, each, FUNCTIONS, type MathScope, type Value } from './functions.ts';

/** Words of `FILL`, which are no names of metrics. */
const WORDS = new Set(['REPEAT', 'LINEAR']);

/** What an expression comes to. Throws `InvalidParameterValue` for what metric math does not have. */
export function evaluate(expression: Expression, scope: MathScope): Value {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'text':
      return expression.text;
    case 'name':
      return valueOf(expression.name, scope);
    case 'list':
      return expression.items.flatMap((item) => {
        const value = evaluate(item, scope);
        if (value instanceof Map) return [value];
        if (Array.isArray(value)) return value;
        throw invalidValue('A list of metric math holds metrics only.');
      });
    case 'binary': {
      const { operator, left, right } = expression;
      const calculate = arithmetic(operator);
      return each(evaluate(left, scope), evaluate(right, scope), calculate);
    }
    case 'call':
      return call(expression.name, expression.args, scope);
  }
}

function valueOf(name: string, { values }: MathScope): Value {
  if (WORDS.has(name)) return name;
  const value = values.get(name);
  if (value === undefined) throw invalidValue(`The expression names ${name}, which is no Id of the request.`);
  return value;
}

function call(name: string, args: readonly Expression[], scope: MathScope): Value {
  const run = FUNCTIONS.get(name);
  if (run !== undefined)
    return run(
      args.map((arg) => evaluate(arg, scope)),
      scope,
    );
  throw invalidValue(`The local stack does not support the function ${name} of metric math.`);
}
