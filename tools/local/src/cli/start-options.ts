import { parseArgs } from 'node:util';

export const USAGE = `npm start -- [options]

  --port N      listen on port N of 127.0.0.1 (default 4566; 0 picks a free one)
  --ephemeral   keep nothing: state goes with the process
  --reset       forget the state of earlier runs first
  --help        this text

State is kept in .hanok/state. What was created stands in .hanok/outputs.json.`;

export type StartOptions = { port: number; ephemeral: boolean; reset: boolean; help: boolean };

/** The command line is not of the form that USAGE gives. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Reads the command line. Throws `UsageError`, naming the option. */
export function readStartOptions(args: readonly string[]): StartOptions {
  const { port, ephemeral, reset, help } = parse(args);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new UsageError('--port: a number from 0 to 65535');
  return { port: Number(port), ephemeral, reset, help };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '4566' },
        ephemeral: { type: 'boolean', default: false },
        reset: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
