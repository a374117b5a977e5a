import { join } from 'node:path';
import { isDiskFull } from '../state/errors.ts';
import { UsageError } from './read-arguments.ts';
import { printError } from './terminal.ts';

/**
 * Runs a command whose state lies in a folder. Never throws; what went wrong is one line on stderr. Answers the exit code:
 * 0 when it ends by itself, 1 for a failure, 2 for a command line that it does not know.
 */
export async function exitCodeOf(run: () => Promise<void>, folder: () => string): Promise<number> {
  try {
    await run();
    return 0;
  } catch (error) {
    const full = `The disk of ${join(folder(), 'state')} is full. Free some space on it, and start again.`;
    printError(isDiskFull(error) ? full : error instanceof Error ? error.message : String(error));
    return error instanceof UsageError ? 2 : 1;
  }
}
