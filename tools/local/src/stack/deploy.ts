import { basename } from 'node:path';
import type { DeployedStack } from '../services/cloudformation/deployed-stacks.ts';
import { TemplateError } from '../template/errors.ts';
import { type IgnoredNote, ignoredNotes, ignoredResource, type KnownTypes } from '../template/ignored.ts';
import { holds, resolveText, resolveValue } from '../template/resolve.ts';
import type { Created, IgnoredType, Resource, ResourceType } from '../template/resource-type.ts';
import type { Scope } from '../template/scope.ts';
import type { Json, StackTemplate, TemplateResource } from '../template/template.ts';
import { unsupportedType } from './check-templates.ts';
import { makeResources } from './make-resources.ts';
import type { OpenPart, Part } from './part.ts';

/** Outputs by stack and output id, in the shape of CDK's `--outputs-file`. */
export type Outputs = Record<string, Record<string, string>>;

/** What the stack does with each resource type, and at the end of a template. */
type Types = Pick<KnownTypes, 'ignored'> & {
  supported: ReadonlyMap<string, BoundType>;
  finishTemplate(): void;
};

/** A supported type, bound to what its part opened. */
type BoundType = Omit<ResourceType<unknown>, 'create'> & {
  create(properties: Json, resource: Resource): Promise<Created>;
};

/** The resource types of open parts. */
export function typesOf(
  parts: readonly { part: Part; open: Pick<OpenPart, 'uses' | 'finishTemplate'> }[],
): Types {
  const ignored = parts.flatMap(({ part }) => Object.entries<IgnoredType>(part.ignored));
  const supported = parts.flatMap(({ part, open }) =>
    part.resources.map((type): BoundType => {
      const create: BoundType['create'] = (properties, resource) =>
        type.create(properties, resource, open.uses);
      return { ...type, create };
    }),
  );
  return {
    ignored: new Map(ignored),
    supported: new Map(supported.map((type) => [type.type, type])),
    finishTemplate: () => {
      for (const { open } of parts) open.finishTemplate?.();
    },
  };
}

/**
 * Makes the stacks one after another, the resources of each side by side (`makeResources`), and answers the outputs and
 * what is ignored. The templates are checked (`checkTemplates`). Safe to repeat. Throws TemplateError naming stack, resource
 * and property.
 */
export async function deploy(
  stacks: readonly StackTemplate[],
  place: Resource['place'],
  types: Types,
): Promise<{ outputs: Outputs; ignored: IgnoredNote[]; stacks: DeployedStack[] }> {
  const deployed: DeployedStack[] = [];
  const exports = new Map<string, string>();
  for (const stack of stacks) deployed.push(await deployStack(stack, { ...place, exports }, types));
  const outputs = deployed.map(({ name, outputs: own }): [string, Outputs[string]] => [
    name,
    Object.fromEntries(own.map(({ key, value }) => [key, value])),
  ]);
  return { outputs: Object.fromEntries(outputs), ignored: ignoredNotes(stacks, types), stacks: deployed };
}

async function deployStack(
  stack: StackTemplate,
  { exports, ...place }: Resource['place'] & { exports: Map<string, string> },
  types: Types,
): Promise<DeployedStack> {
  const created = new Map<string, Created>();
  const { region, accountId, gatewayUrl } = place;
  const scope = { stack, region, accountId, gatewayUrl, created, exports, where: stack.name };
  const zipFile = zipFinder(stack);
  const make = async (logicalId: string) => {
    const resource = { stackName: stack.name, logicalId, place, zipFile };
    const made = await create(resource, { ...scope, where: `${stack.name}.${logicalId}` }, types);
    created.set(logicalId, made);
    return made;
  };
  const inOrder = await makeResources(stack.name, presentResources(scope), make);
  types.finishTemplate();
  const made = deployedStack({ ...scope, created: inOrder });
  for (const { key, value } of made.outputs) {
    const { Export } = stack.template.Outputs[key] ?? {};
    if (Export !== undefined) exports.set(resolveText(Export.Name, scope), value);
  }
  return made;
}

/** What was made, as CloudFormation describes it. */
function deployedStack(scope: Scope): DeployedStack {
  const { name, template } = scope.stack;
  const resources = [...scope.created].map(([logicalId, { ref }]) => ({
    logicalId,
    type: template.Resources[logicalId]?.Type ?? '',
    physicalId: ref,
  }));
  const parameters = Object.entries(template.Parameters).map(([key, { Default, NoEcho }]) => [
    key,
    NoEcho === true || NoEcho === 'true' ? '****' : String(Default ?? ''),
  ]);
  return {
    name,
    description: template.Description,
    template: JSON.stringify(template),
    parameters: Object.fromEntries(parameters),
    resources,
    outputs: outputsOf(scope),
  };
}

function presentResources(scope: Scope): Record<string, TemplateResource> {
  const present = Object.entries(scope.stack.template.Resources).filter(
    ([, { Condition }]) => Condition === undefined || holds(Condition, scope),
  );
  return Object.fromEntries(present);
}

async function create(resource: Resource, scope: Scope, types: Types): Promise<Created> {
  const { Type = '', Properties = {} } = scope.stack.template.Resources[resource.logicalId] ?? {};
  const ignored = types.ignored.get(Type);
  if (ignored !== undefined) return ignoredResource(ignored, resource);
  const type = types.supported.get(Type);
  if (type === undefined) throw unsupportedType(Type, scope.where);
  try {
    return await type.create(resolveValue(Properties, scope) ?? {}, resource);
  } catch (cause) {
    if (cause instanceof TemplateError) throw cause;
    throw new TemplateError(scope.where, `${Type}: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
}

function outputsOf(scope: Scope): DeployedStack['outputs'] {
  return Object.entries(scope.stack.template.Outputs)
    .filter(([, { Condition }]) => Condition === undefined || holds(Condition, scope))
    .map(([key, { Value, Description }]) => {
      const where = `${scope.stack.name}.Outputs.${key}`;
      return { key, value: resolveText(Value, { ...scope, where }), description: Description };
    });
}

/** A CDK asset lies in a bucket under its hash. */
function zipFinder(stack: StackTemplate): Resource['zipFile'] {
  return (s3Key) => {
    const file = stack.assets.get(basename(s3Key, '.zip'));
    if (file === undefined)
      throw new Error(`property "Code.S3Key" names no asset of the cloud assembly: ${s3Key}`);
    return file;
  };
}
