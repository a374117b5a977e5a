import type { Json } from './template.ts';
import { subNames } from './sub.ts';

/** The logical ids (and parameters) that a value names through Ref, Fn::GetAtt and Fn::Sub, at any depth. */
export function referencesIn(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, argument]) => referencesOf(key, argument));
}

function referencesOf(key: string, argument: Json): string[] {
  if (key === 'Ref' && typeof argument === 'string') return [argument];
  if (key === 'Fn::GetAtt') return [logicalIdOf(argument)];
  if (key === 'Fn::Sub') return [...subReferences(argument), ...referencesIn(argument)];
  return referencesIn(argument);
}

function logicalIdOf(argument: Json): string {
  const first = Array.isArray(argument) ? argument[0] : argument;
  return typeof first === 'string' ? (first.split('.')[0] ?? '') : '';
}

function subReferences(argument: Json): string[] {
  const [text, variables] = Array.isArray(argument) ? argument : [argument];
  if (typeof text !== 'string') return [];
  const own = typeof variables === 'object' && variables !== null ? Object.keys(variables) : [];
  return subNames(text)
    .filter((name) => !own.includes(name))
    .map((name) => name.split('.')[0] ?? name);
}
