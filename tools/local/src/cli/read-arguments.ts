import { parseArgs, type ParseArgsConfig } from 'node:util';

/** The command line is not of the form that its usage gives. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

type Options = NonNullable<ParseArgsConfig['options']>;

/** The values of a command line's options. Throws `UsageError` for an option that is not known or lacks its value. */
export function readArguments<const Known extends Options>(args: readonly string[], options: Known) {
  return parsed(() => parseArgs({ args: [...args], options }).values);
}

/** The values of the options, and what is no option. Throws `UsageError` as `readArguments` does. */
export function readCommand<const Known extends Options>(args: readonly string[], options: Known) {
  return parsed(() => parseArgs({ args: [...args], options, allowPositionals: true }));
}

function parsed<Result>(parse: () => Result): Result {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
