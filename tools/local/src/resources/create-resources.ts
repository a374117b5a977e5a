import { basename } from 'node:path';
import { holds } from '../template/conditions.ts';
import { TemplateError } from '../template/errors.ts';
import { creationOrder } from '../template/order.ts';
import { resolveText, resolveValue } from '../template/resolve.ts';
import type { Scope } from '../template/scope.ts';
import type { StackTemplate, TemplateResource } from '../template/template.ts';
import { addRestApis } from '../services/apigateway/resources/add-rest-apis.ts';
import { checkResources } from './check-resources.ts';
import { inertTypes } from './inert.ts';
import { type InertNote, inertNotes } from './inert-notes.ts';
import { inertResource } from './inert-resource.ts';
import type { ResourcePorts } from './resource-ports.ts';
import type { Created } from './resource-type.ts';
import { resourceTypes } from './resource-types.ts';
import { createRestApiParts } from '../services/apigateway/resources/rest-api-parts.ts';
import type { StackPorts } from './stack-ports.ts';

/** Outputs by stack and output id, in the shape of CDK's `--outputs-file`. */
export type Outputs = Record<string, Record<string, string>>;

/**
 * Makes every resource of the stacks, each after those that it refers to, and answers the outputs and what is not
 * acted out. Everything is checked for names that are not supported first, so that nothing is made of a template
 * that is refused. Safe to repeat. Throws TemplateError naming stack, resource and property.
 */
export async function createResources(options: {
  stacks: readonly StackTemplate[];
  ports: StackPorts;
}): Promise<{ outputs: Outputs; inert: InertNote[] }> {
  const { stacks, ports } = options;
  for (const stack of stacks) checkResources(stack);
  const outputs: Outputs = {};
  for (const stack of stacks) outputs[stack.name] = await createStack(stack, ports);
  return { outputs, inert: inertNotes(stacks) };
}

async function createStack(stack: StackTemplate, ports: StackPorts): Promise<Record<string, string>> {
  const { region, accountId, gatewayUrl } = ports;
  const created = new Map<string, Created>();
  const scope = { stack, region, accountId, gatewayUrl, created, where: stack.name };
  const shared = { ...ports, zipFile: zipFinder(stack), apiParts: createRestApiParts() };
  for (const id of creationOrder(stack.name, presentResources(scope))) {
    created.set(id, await createResource(id, { ...scope, where: `${stack.name}.${id}` }, shared));
  }
  addRestApis(shared);
  return outputsOf(scope);
}

function presentResources(scope: Scope): Record<string, TemplateResource> {
  const present = Object.entries(scope.stack.template.Resources).filter(
    ([, { Condition }]) => Condition === undefined || holds(Condition, scope),
  );
  return Object.fromEntries(present);
}

async function createResource(logicalId: string, scope: Scope, ports: ResourcePorts): Promise<Created> {
  const name = { stackName: scope.stack.name, logicalId };
  const { Type = '', Properties = {} } = scope.stack.template.Resources[logicalId] ?? {};
  const inert = inertTypes[Type];
  if (inert !== undefined) return inertResource(inert, name);
  const type = resourceTypes.get(Type);
  if (type === undefined)
    throw new TemplateError(scope.where, `type ${Type} is not supported by the local stack`);
  try {
    return await type.create(resolveValue(Properties, scope) ?? {}, name, ports);
  } catch (cause) {
    if (cause instanceof TemplateError) throw cause;
    throw new TemplateError(scope.where, `${Type}: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
}

function outputsOf(scope: Scope): Record<string, string> {
  const outputs = Object.entries(scope.stack.template.Outputs)
    .filter(([, { Condition }]) => Condition === undefined || holds(Condition, scope))
    .map(([id, { Value }]) => [
      id,
      resolveText(Value, { ...scope, where: `${scope.stack.name}.Outputs.${id}` }),
    ]);
  return Object.fromEntries(outputs);
}

/** A CDK asset lies in a bucket under its hash. */
function zipFinder(stack: StackTemplate): (s3Key: string) => string {
  return (s3Key) => {
    const file = stack.assets.get(basename(s3Key, '.zip'));
    if (file === undefined)
      throw new Error(`property "Code.S3Key" names no asset of the cloud assembly: ${s3Key}`);
    return file;
  };
}
