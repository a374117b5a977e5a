import { TemplateError } from './errors.ts';
import { resolveValue } from './resolve.ts';
import type { Scope } from './scope.ts';
import type { Json } from './template.ts';

/** Whether the template's condition of that name holds. Throws TemplateError when it is missing or goes round. */
export function holds(name: string, scope: Scope, outer: readonly string[] = []): boolean {
  const condition = scope.stack.template.Conditions[name];
  if (condition === undefined) throw new TemplateError(scope.where, `condition "${name}" does not exist`);
  if (outer.includes(name)) throw new TemplateError(scope.where, `condition "${name}" is defined by itself`);
  return evaluate(condition, scope, [...outer, name]);
}

function evaluate(condition: Json, scope: Scope, outer: readonly string[]): boolean {
  const [operator, argument] = onlyEntry(condition);
  const each = (): boolean[] => listOf(argument).map((inner) => evaluate(inner, scope, outer));
  switch (operator) {
    case 'Condition':
      return holds(String(argument), scope, outer);
    case 'Fn::Equals':
      return equal(listOf(argument).map((side) => resolveValue(side, scope)));
    case 'Fn::And':
      return each().every(Boolean);
    case 'Fn::Or':
      return each().some(Boolean);
    case 'Fn::Not':
      return !each()[0];
    default:
      throw new TemplateError(
        scope.where,
        `condition function "${operator}" is not supported by the local stack`,
      );
  }
}

function equal([left, right]: unknown[]): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function onlyEntry(condition: Json): [string, Json] {
  const entries = typeof condition === 'object' && condition !== null ? Object.entries(condition) : [];
  return entries[0] ?? ['', null];
}

function listOf(argument: Json): Json[] {
  return Array.isArray(argument) ? argument : [argument];
}
