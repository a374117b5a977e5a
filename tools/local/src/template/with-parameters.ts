import { runInNewContext } from 'node:vm';
import { TemplateError } from './errors.ts';
import type { StackTemplate } from './template.ts';

/** Values of template parameters, by stack and name. */
export type StackParameters = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The stacks with these values in place of their defaults. Throws TemplateError for a stack or a parameter that is not there. */
export function withParameters(stacks: readonly StackTemplate[], values: StackParameters): StackTemplate[] {
  const unknown = Object.keys(values).find((name) => stacks.every((stack) => stack.name !== name));
  if (unknown !== undefined) throw new TemplateError(unknown, 'there is no such stack');
  return stacks.map((stack) => {
    const Parameters = { ...stack.template.Parameters };
    for (const [name, Default] of Object.entries(values[stack.name] ?? {})) {
      const parameter = Parameters[name];
      if (parameter === undefined)
        throw new TemplateError(`${stack.name}.${name}`, 'there is no such parameter');
      checkPattern(`${stack.name}.${name}`, Default, parameter['AllowedPattern']);
      Parameters[name] = { ...parameter, Default };
    }
    return { ...stack, template: { ...stack.template, Parameters } };
  });
}

function checkPattern(where: string, value: string, pattern: unknown): void {
  if (typeof pattern === 'string' && !matches(where, value, pattern))
    throw new TemplateError(where, `"${value}" does not match ${pattern}`);
}

const PATTERN_LIMIT_MS = 1000;

/** A pattern is a regular expression of any kind, so it gets a time and no more. */
function matches(where: string, value: string, pattern: string): boolean {
  const given = { pattern: `^(?:${pattern})$`, value };
  try {
    return Boolean(runInNewContext('new RegExp(pattern).test(value)', given, { timeout: PATTERN_LIMIT_MS }));
  } catch (cause) {
    const reason =
      Object(cause).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' ? 'takes too long' : 'is no regular expression';
    throw new TemplateError(where, `the AllowedPattern ${pattern} ${reason}`, { cause });
  }
}
