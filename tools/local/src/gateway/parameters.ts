import { ApiError } from './api-error.ts';

/**
 * What the stack does with each member of an input: `true`, it is supported; `false`, it is refused by its name; a list
 * of the values with which it changes nothing, every other one is refused; a text, it has no effect here, and why. Else
 * it has members, which are those of each item of a list; `*` stands for the keys of a map.
 */
export type Parameters = { readonly [member: string]: Parameter };
export type Parameter = boolean | string | readonly unknown[] | Parameters;

/** The parameters of each operation of a service. */
export type ParameterTable = Readonly<Record<string, Parameters>>;

export const supported = (...names: readonly string[]) => each(names, true);
export const refused = (...names: readonly string[]) => each(names, false);
export const only = (values: readonly unknown[], ...names: readonly string[]) => each(names, values);
/** `because` is a reason of the stack, such as `it writes no traces`. */
export const withoutEffect = (because: string, ...names: readonly string[]) => each(names, because);

function each<Rule extends Parameter>(names: readonly string[], rule: Rule): Record<string, Rule> {
  return Object.fromEntries(names.map((name) => [name, rule]));
}

/**
 * The input, of which no member is left that changes nothing, or that AWS does not know either: it ignores those. Throws
 * `ApiError` of this code for a member that the stack does not support.
 */
export function checkParameters(
  { operation, code }: { operation: string; code: string },
  parameters: Parameters,
  input: unknown,
): unknown {
  return read(parameters, input, '');

  function read(members: Parameters, value: unknown, path: string): unknown {
    if (Array.isArray(value)) return value.map((item) => read(members, item, path));
    if (typeof value !== 'object' || value === null) return value;
    const given = Object.entries(value).filter(([, member]) => member != null);
    return Object.fromEntries(
      given.flatMap(([name, member]) => {
        const key = '*' in members ? '*' : name;
        const rule = Object.hasOwn(members, key) ? members[key] : undefined;
        const at = path === '' ? key : `${path}.${key}`;
        if (rule === false || (isValues(rule) && !rule.includes(member))) throw unsupported(at);
        if (rule === true) return [[name, member]];
        return typeof rule === 'object' && !isValues(rule) ? [[name, read(rule, member, at)]] : [];
      }),
    );
  }

  function unsupported(parameter: string): ApiError {
    const message = `The local stack does not support the parameter ${parameter} of ${operation}`;
    return new ApiError(code, message);
  }
}

/** Whether a member may have some values only. */
export function isValues(rule: Parameter | undefined): rule is readonly unknown[] {
  return Array.isArray(rule);
}
