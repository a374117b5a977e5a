import * as z from 'zod';
import type { Json } from './template.ts';

type Schema = z.core.$ZodType;
type Entries = Readonly<Record<string, Json>>;

/**
 * The dotted path of a property that a strict object of the schema does not list, at any depth; undefined for none. The
 * value may hold intrinsic functions. Only names are read, which takes a part of the time of parsing: what is wrong with
 * a value, or within a union that nothing discriminates, parsing tells.
 */
export function unknownProperty(schema: Schema, value: Json): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  // Every schema is one of these: https://zod.dev/packages/core
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
      return unknownProperty(def.innerType, value);
    case 'pipe':
      return unknownProperty(def.in, value) ?? unknownProperty(def.out, value);
    case 'array':
      // One object stands for a list of one, as in a policy.
      if (!Array.isArray(value)) return unknownProperty(def.element, value);
      return firstUnknown(Object.entries(value), () => def.element);
    case 'record':
      return Array.isArray(value) ? undefined : firstUnknown(Object.entries(value), () => def.valueType);
    case 'union':
      return Array.isArray(value) ? undefined : unknownOfOption(def, value);
    case 'object':
      return Array.isArray(value) ? undefined : unknownOfObject(def, value);
    default:
      return undefined;
  }
}

function unknownOfObject({ shape, catchall }: z.core.$ZodObjectDef, value: Entries): string | undefined {
  const isStrict = catchall?._zod.def.type === 'never';
  const own = Object.keys(value).find((key) => isStrict && !Object.hasOwn(shape, key) && !isIntrinsic(key));
  return own ?? firstUnknown(Object.entries(value), (key) => shape[key]);
}

/** Of the option that the value's discriminator names. */
function unknownOfOption(
  def: z.core.$ZodUnionDef | z.core.$ZodDiscriminatedUnionDef,
  value: Entries,
): string | undefined {
  if (!('discriminator' in def)) return undefined;
  const chosen = def.options.find((option) => {
    const member = option instanceof z.ZodObject ? option.shape[def.discriminator] : undefined;
    return member instanceof z.ZodType && member.safeParse(value[def.discriminator]).success;
  });
  return chosen && unknownProperty(chosen, value);
}

function firstUnknown(
  entries: readonly (readonly [string, Json])[],
  schemaOf: (key: string) => Schema | undefined,
): string | undefined {
  for (const [key, inner] of entries) {
    const schema = schemaOf(key);
    const unknown = schema && unknownProperty(schema, inner);
    if (unknown !== undefined) return `${key}.${unknown}`;
  }
  return undefined;
}

function isIntrinsic(key: string): boolean {
  return key === 'Ref' || key.startsWith('Fn::');
}
