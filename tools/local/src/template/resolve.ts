import { TemplateError } from './errors.ts';
import { intrinsics } from './intrinsics.ts';
import type { Scope } from './scope.ts';
import type { Json } from './template.ts';

/**
 * A value with every intrinsic function in it replaced by what it means on this stack; undefined for AWS::NoValue,
 * which also leaves its place in an object or a list empty. Throws TemplateError naming a function that is not
 * supported, or a name that does not exist.
 */
export function resolveValue(value: Json, scope: Scope): Json | undefined {
  if (Array.isArray(value)) return value.flatMap((item) => present(resolveValue(item, scope)));
  if (typeof value !== 'object' || value === null) return value;
  const call = intrinsicCall(value);
  return call === undefined ? resolveEntries(value, scope) : resolveCall(call, scope);
}

/** A value that must resolve to text; numbers and booleans become text as CloudFormation makes them. */
export function resolveText(value: Json, scope: Scope): string {
  const resolved = resolveValue(value, scope);
  if (typeof resolved === 'string') return resolved;
  if (typeof resolved === 'number' || typeof resolved === 'boolean') return String(resolved);
  throw new TemplateError(scope.where, `${JSON.stringify(value)} is not text`);
}

function present(value: Json | undefined): Json[] {
  return value === undefined ? [] : [value];
}

function resolveEntries(value: Record<string, Json>, scope: Scope): Json {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      const resolved = resolveValue(inner, scope);
      return resolved === undefined ? [] : [[key, resolved]];
    }),
  );
}

function intrinsicCall(value: Record<string, Json>): { name: string; argument: Json } | undefined {
  const [first, ...others] = Object.entries(value);
  if (first === undefined || others.length > 0) return undefined;
  const [name, argument] = first;
  return name === 'Ref' || name.startsWith('Fn::') ? { name, argument } : undefined;
}

function resolveCall({ name, argument }: { name: string; argument: Json }, scope: Scope): Json | undefined {
  const intrinsic = intrinsics.get(name);
  if (intrinsic === undefined) {
    throw new TemplateError(scope.where, `intrinsic function "${name}" is not supported by the local stack`);
  }
  return intrinsic(argument, scope);
}
