import { parseArgs, type ParseArgsConfig } from 'node:util';

/** The command line is not of the form that its usage gives. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The values of a command line's options. Throws `UsageError` for an option that is not known or lacks its value. */
export function readArguments<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
