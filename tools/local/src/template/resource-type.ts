import type * as z from 'zod';
import type { Account } from '../arn.ts';
import { TemplateError } from './errors.ts';
import { omitPath } from './omit-path.ts';
import type { Json } from './template.ts';
import { unknownProperty } from './unknown-property.ts';

/** What other resources may ask of a created one: `Ref` and `Fn::GetAtt`. */
export type Created = { ref: string; attributes: Readonly<Record<string, string>> };

/** A resource by its place in the templates. */
export type ResourceName = { stackName: string; logicalId: string };

/** A resource that is being made. */
export type Resource = ResourceName & {
  place: Account & {
    /** Base URL of the gateway, without a slash at its end. */
    gatewayUrl: string;
  };
  /** Path of the zip of a CDK asset by its S3 key; throws when the cloud assembly has none. */
  zipFile(s3Key: string): string;
};

/** A CloudFormation resource type that the stack supports; `Uses` is what its part opens for it. */
export type ResourceType<Uses> = {
  type: string;
  /** Properties that mean nothing on a laptop, by dotted path, each with the reason. */
  ignored: Readonly<Record<string, string>>;
  /** Throws TemplateError naming a property that is not supported; `properties` may still hold intrinsics. */
  checkNames(properties: Json, resource: ResourceName): void;
  /** Checks resolved properties and makes the resource; throws TemplateError naming resource and property. */
  create(properties: Json, resource: Resource, uses: Uses): Promise<Created>;
};

/** A type that means nothing on a laptop; `Ref` gives `<prefix>-<hex>`, each attribute likewise. */
export type IgnoredType = { reason: string; idPrefix: string; attributes?: readonly string[] };

/**
 * Describes a supported type. `properties` is strict: a property that neither it nor `ignored` lists is refused by name
 * before anything is created. `create` must be safe to repeat: after a restart it finds what an earlier run made.
 */
export function resourceType<Properties, Uses>(definition: {
  type: string;
  properties: z.ZodType<Properties>;
  ignored?: Readonly<Record<string, string>>;
  create(properties: Properties, resource: Resource, uses: Uses): Promise<Created>;
}): ResourceType<Uses> {
  const { type, ignored = {} } = definition;
  const noticed = (properties: Json) => Object.keys(ignored).reduce(omitPath, properties);
  return {
    type,
    ignored,
    checkNames(properties, resource) {
      const unknown = unknownProperty(definition.properties, noticed(properties));
      if (unknown !== undefined)
        throw propertyError(type, resource, unknown, 'is not supported by the local stack');
    },
    async create(properties, resource, uses) {
      // Once in a start: compiled, a schema costs more than it spares.
      const parsed = definition.properties.safeParse(noticed(properties), { jitless: true });
      if (!parsed.success) throw issueError(type, resource, parsed.error);
      return definition.create(parsed.data, resource, uses);
    },
  };
}

function issueError(type: string, resource: ResourceName, error: z.ZodError): TemplateError {
  const unknown = error.issues.find((issue) => issue.code === 'unrecognized_keys');
  if (unknown !== undefined) {
    const property = [...unknown.path, unknown.keys[0]].join('.');
    return propertyError(type, resource, property, 'is not supported by the local stack');
  }
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
