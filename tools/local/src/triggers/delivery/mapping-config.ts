import * as z from 'zod';
import { createFilter } from '../filter/filter-criteria.ts';

/** A mapping's configuration that Lambda would refuse; the message names the property. */
class MappingConfigError extends Error {
  override name = 'MappingConfigError' as const;
  readonly property: string;

  constructor(property: string, message: string, options?: ErrorOptions) {
    super(`${property}: ${message}`, options);
    this.property = property;
  }
}

/** Checks a mapping's configuration, its filter patterns included; throws MappingConfigError naming the property. */
export function parseMappingConfig<Config extends { filterCriteria?: Parameters<typeof createFilter>[0] }>(
  schema: z.ZodType<Config>,
  config: unknown,
): Config {
  const parsed = schema.safeParse(config);
  if (!parsed.success) throw configError(parsed.error);
  try {
    createFilter(parsed.data.filterCriteria);
  } catch (cause) {
    throw new MappingConfigError('filterCriteria', cause instanceof Error ? cause.message : String(cause), {
      cause,
    });
  }
  return parsed.data;
}

function configError(error: z.ZodError): MappingConfigError {
  const issue = error.issues[0];
  if (issue === undefined) return new MappingConfigError('config', 'is invalid');
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  if (unknown !== undefined) return new MappingConfigError(unknown, 'is not supported');
  return new MappingConfigError(issue.path.join('.'), issue.message);
}
