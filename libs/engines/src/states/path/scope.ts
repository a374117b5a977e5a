import { ExpressionError } from '../failure.ts';
import { isDefinite, parseSteps } from './json-path.ts';
import { select, type Selection } from './select.ts';

/** What paths are read against: `$`, `$$`, and the variables by name. */
export type Scope = {
  input: unknown;
  context: unknown;
  variables: Readonly<Record<string, unknown>>;
};

const VARIABLE = /^\$([\p{ID_Start}_][\p{ID_Continue}]*)/u;

/** Follows a path: `$…` in the input, `$$…` in the context, `$name…` in a variable. Throws `ExpressionError`. */
export function follow(path: string, { input, context, variables }: Scope): Selection {
  if (path.startsWith('$$')) return select(context, parseSteps(path.slice(2)));
  const name = VARIABLE.exec(path)?.[1];
  if (name !== undefined) {
    const steps = parseSteps(path.slice(1 + name.length));
    if (!Object.hasOwn(variables, name)) return { missing: `No such variable: $${name}` };
    return select(variables[name], steps);
  }
  if (!path.startsWith('$')) throw new ExpressionError(`'${path}' is no path: it begins with no $`);
  return select(input, parseSteps(path.slice(1)));
}

/** Throws `ExpressionError` for what cannot be followed, whatever the input. */
export function checkPath(path: string, reference = false): void {
  if (!path.startsWith('$')) throw new ExpressionError(`'${path}' is no path: it begins with no $`);
  const steps = parseSteps(path.replace(VARIABLE, '$').replace(/^\$\$?/, ''));
  if (reference && !isDefinite(steps))
    throw new ExpressionError(`'${path}' is no reference path: it leads to more than one place`);
}
