import { TemplateError } from '../template/errors.ts';
import type { StackTemplate } from '../template/template.ts';
import { inertTypes } from './inert.ts';
import { resourceTypes } from './resource-types.ts';

/** Throws TemplateError naming the first resource type or property of a stack that is not supported. */
export function checkResources({ name: stackName, template }: StackTemplate): void {
  for (const [logicalId, { Type, Properties }] of Object.entries(template.Resources)) {
    if (Type in inertTypes) continue;
    const type = resourceTypes.get(Type);
    if (type === undefined) {
      throw new TemplateError(
        `${stackName}.${logicalId}`,
        `type ${Type} is not supported by the local stack`,
      );
    }
    type.checkNames(Properties, { stackName, logicalId });
  }
}
