import { setImmediate } from 'node:timers/promises';
import { TemplateError } from '../template/errors.ts';
import type { StackTemplate } from '../template/template.ts';
import type { Part } from './part.ts';

/**
 * Checks templates for types and properties that no part supports, so that nothing is made of one that is refused. It
 * lets the parts go on between two templates, which open meanwhile. Throws TemplateError naming the first of them.
 */
export async function checkTemplates(
  stacks: readonly StackTemplate[],
  parts: readonly Pick<Part, 'resources' | 'ignored'>[],
): Promise<void> {
  const supported = new Map(parts.flatMap(({ resources }) => resources.map((type) => [type.type, type])));
  const ignored = new Set(parts.flatMap((part) => Object.keys(part.ignored)));
  for (const { name: stackName, template } of stacks) {
    await setImmediate();
    for (const [logicalId, { Type, Properties }] of Object.entries(template.Resources)) {
      if (ignored.has(Type)) continue;
      const type = supported.get(Type);
      if (type === undefined) throw unsupportedType(Type, `${stackName}.${logicalId}`);
      type.checkNames(Properties, { stackName, logicalId });
    }
  }
}

/** Of a resource whose type no part supports; `where`: its stack and logical id. */
export function unsupportedType(type: string, where: string): TemplateError {
  return new TemplateError(where, `type ${type} is not supported by the local stack`);
}
