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
  if (typeof pattern === 'string' && !new RegExp(`^(?:${pattern})$`).test(value))
    throw new TemplateError(where, `"${value}" does not match ${pattern}`);
}
