import type * as z from 'zod';

/** What other resources may ask of a created one: `Ref` and `Fn::GetAtt`. */
export type Created = { ref: string; attributes: Readonly<Record<string, string>> };

/**
 * How the stack honours one CloudFormation resource type. `properties` is strict: a property that it does not
 * list is refused by name before anything is created. `create` must be safe to repeat: after a restart it finds
 * what an earlier run made.
 */
export type ResourceType<Properties, Ports> = {
  type: string;
  properties: z.ZodType<Properties>;
  create(
    properties: Properties,
    resource: { logicalId: string; stackName: string },
    ports: Ports,
  ): Promise<Created>;
};
