import type * as z from 'zod';
import { TemplateError } from '../template/errors.ts';
import type { Json } from '../template/template.ts';
import { inertProperties } from './inert.ts';
import { omitPath } from './omit-path.ts';
import type { ResourcePorts } from './resource-ports.ts';
import type { Created, ResourceType } from './resource-type.ts';

export type ResourceName = { stackName: string; logicalId: string };

/** A resource type whose properties are checked before they are acted on. */
export type HonouredType = {
  type: string;
  /** Throws TemplateError naming a property that is not supported; `properties` may still hold intrinsics. */
  checkNames(properties: Json, resource: ResourceName): void;
  /** Checks resolved properties and makes the resource; throws TemplateError naming resource and property. */
  create(properties: Json, resource: ResourceName, ports: ResourcePorts): Promise<Created>;
};

/** Joins a resource type's schema and its making. */
export function honoured<Properties>(resourceType: ResourceType<Properties, ResourcePorts>): HonouredType {
  const { type } = resourceType;
  const parse = (properties: Json) => resourceType.properties.safeParse(withoutInert(type, properties));
  return {
    type,
    checkNames(properties, resource) {
      const unknown = parse(properties).error?.issues.flatMap(unknownNames)[0];
      if (unknown !== undefined)
        throw propertyError(type, resource, unknown, 'is not supported by the local stack');
    },
    async create(properties, resource, ports) {
      const parsed = parse(properties);
      if (!parsed.success) throw issueError(type, resource, parsed.error);
      return resourceType.create(parsed.data, resource, ports);
    },
  };
}

function withoutInert(type: string, properties: Json): Json {
  return Object.keys(inertProperties[type] ?? {}).reduce(omitPath, properties);
}

/** Unknown names in an issue as dotted paths; those of intrinsic functions, not resolved yet, are none. */
function unknownNames(issue: z.core.$ZodIssue): string[] {
  if (issue.code !== 'unrecognized_keys') return [];
  return issue.keys
    .filter((key) => key !== 'Ref' && !key.startsWith('Fn::'))
    .map((key) => [...issue.path, key].join('.'));
}

function issueError(type: string, resource: ResourceName, error: z.ZodError): TemplateError {
  const [unknown] = error.issues.flatMap(unknownNames);
  if (unknown !== undefined)
    return propertyError(type, resource, unknown, 'is not supported by the local stack');
  const [issue] = error.issues;
  return propertyError(type, resource, issue?.path.join('.') ?? '', `is invalid: ${issue?.message}`);
}

function propertyError(
  type: string,
  resource: ResourceName,
  property: string,
  problem: string,
): TemplateError {
  const where = `${resource.stackName}.${resource.logicalId}`;
  return new TemplateError(where, `${type} property "${property}" ${problem}`);
}
