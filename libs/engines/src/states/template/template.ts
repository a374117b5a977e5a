import { runtimeFailure } from '../failure.ts';
import { follow, type Scope } from '../path/scope.ts';
import { evaluateIntrinsic } from './intrinsic.ts';

/** Fills a payload template: each member whose name ends in `.$` holds a path or an intrinsic function. */
export function fillTemplate(template: unknown, scope: Scope): unknown {
  if (Array.isArray(template)) return template.map((each) => fillTemplate(each, scope));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(
    Object.entries(template).map(([name, value]: [string, unknown]) =>
      name.endsWith('.$') && typeof value === 'string'
        ? [name.slice(0, -2), valueAt(value, name, scope)]
        : [name, fillTemplate(value, scope)],
    ),
  );
}

/** The value of a path or an intrinsic function that a field holds. Throws `States.Runtime` when there is none. */
export function valueAt(expression: string, field: string, scope: Scope): unknown {
  const missing = (path: string) =>
    runtimeFailure(
      `The JSONPath '${path}' specified for the field '${field}' could not be found in the input '${shownInput(path, scope)}'`,
    );
  if (expression.startsWith('States.')) return evaluateIntrinsic(expression, scope, missing);
  const found = follow(expression, scope);
  if ('value' in found) return found.value;
  throw missing(expression);
}

/** The value at InputPath, OutputPath and their like. Throws `States.Runtime` when there is none. */
export function valueAtPath(path: string, scope: Scope): unknown {
  const found = follow(path, scope);
  if ('value' in found) return found.value;
  throw runtimeFailure(`Invalid path '${path}' : ${found.missing}`);
}

function shownInput(path: string, { input, context }: Scope): string {
  return JSON.stringify(path.startsWith('$$') ? context : input);
}
