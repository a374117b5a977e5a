import * as z from 'zod/mini';

/**
 * A schema of zod, valibot, arktype or any other library with the interface Standard Schema 1, by its shape alone.
 * https://standardschema.dev/schema
 */
export type StandardSchema<Output = unknown> = {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => Checked<Output> | Promise<Checked<Output>>;
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
  };
};

/** What a value is once the schema has taken it. */
export type SchemaOutput<Schema extends StandardSchema> = NonNullable<Schema['~standard']['types']>['output'];

type Checked<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly Issue[] };

type Issue = {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
};

/**
 * The schema as one of zod, to stand within others. One of zod's, of any version 4, is taken as it is. What another
 * library says of an issue may quote the value, so only its path is kept, and `expected` where the library tells that.
 */
export function zodOf<Schema extends StandardSchema>(schema: Schema): z.ZodMiniType<SchemaOutput<Schema>> {
  // A schema of zod answers by its own functions, which zod's other functions call: its output is the same.
  if (isZod(schema)) return schema as unknown as z.ZodMiniType<SchemaOutput<Schema>>;
  const check = z.transform((input: unknown, context): unknown => {
    const checked = schema['~standard'].validate(input);
    return checked instanceof Promise
      ? checked.then((each) => take(each, input, context))
      : take(checked, input, context);
  });
  // The library says that this is the output.
  return z.pipe(z.unknown(), check) as z.ZodMiniType<SchemaOutput<Schema>>;
}

/** Zod 4 alone keeps what its schemas are made of under this name. */
export function isZod(schema: StandardSchema): schema is StandardSchema & z.core.$ZodType {
  return '_zod' in schema;
}

function take(checked: Checked<unknown>, input: unknown, context: z.core.ParsePayload): unknown {
  if (checked.issues === undefined) return checked.value;
  for (const issue of checked.issues) {
    // Arktype's paths are arrays of a class whose map answers something else.
    const path = Array.from(issue.path ?? [], (each) => (typeof each === 'object' ? each.key : each));
    context.issues.push({ code: 'custom', message: reasonOf(issue), path, input });
  }
  return z.NEVER;
}

/** Valibot and arktype say what they expect in a field of its own. */
function reasonOf(issue: Issue): string {
  const { expected } = issue as { expected?: unknown };
  return typeof expected === 'string' ? `expected ${expected}` : 'not valid';
}
