import { readFile } from 'node:fs/promises';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from '../read-arguments.ts';
import { lines, print, printError } from '../terminal.ts';

/** A file cannot be read, or does not hold what it should. */
export class FileError extends Error {
  override readonly name = 'FileError';
}

/** The text of a file, in UTF-8. Throws a `FileError` that names it. */
export async function readText(file: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (error) {
    throw new FileError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Options and file names of a command line. Throws `UsageError` for what it does not know, or another number of files. */
export function readFiles<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
  names: readonly string[],
) {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if ('help' in values || positionals.length === names.length) return { values, files: positionals };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  throw new UsageError(`It takes ${names.join(' and ')} (see --help)`);
}

/** A number of an option; undefined when it is not given. */
export function readNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}(\.\d+)?$/.test(text)) throw new UsageError(`--${name}: a number of seconds, not ${text}`);
  return Number(text);
}

/** Runs a command that answers its exit code; what goes wrong is told on stderr, with exit code 2. */
export async function runCommand(
  usage: string,
  args: readonly string[],
  run: () => Promise<number>,
): Promise<number> {
  if (args.includes('--help')) {
    print(lines(usage));
    return 0;
  }
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof FileError)) throw error;
    printError(error.message);
    return 2;
  }
}
