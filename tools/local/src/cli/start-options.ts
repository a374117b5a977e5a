import { parseArgs } from 'node:util';

export const USAGE = `npm start -- [options]

  --port N      listen on port N of 127.0.0.1 (default 4566; 0 picks a free one)
  --ephemeral   keep nothing: state goes with the process
  --reset       forget the state of earlier runs first
  --chaos FILE  inject the faults of a JSON file at the gateway, such as
                { "seed": 7, "faults": [{ "service": "dynamodb", "operation": "TransactWriteItems",
                  "caller": "game-sqs-process", "rate": 0.2, "kind": "throttle" }] }
                kind: throttle, error5xx, transactionConflict, replyLost, connectionReset or latency (with "ms");
                caller: a function or external, else all; "times": how often at most.
                An example: tools/local/src/faults/example.json
  --parameters STACK:NAME=VALUE
                a template parameter, as for cdk deploy; may be given several times
  --help        this text

State is kept in .hanok/state. What was created stands in .hanok/outputs.json.`;

export type StartOptions = {
  port: number;
  ephemeral: boolean;
  reset: boolean;
  /** Path of a fault file. */
  chaos?: string;
  /** Template parameters by stack and name. */
  parameters?: Record<string, Record<string, string>>;
  help: boolean;
};

/** The command line is not of the form that USAGE gives. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Reads the command line. Throws `UsageError`, naming the option. */
export function readStartOptions(args: readonly string[]): StartOptions {
  const { port, chaos, parameters, ...flags } = parse(args);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new UsageError('--port: a number from 0 to 65535');
  return {
    port: Number(port),
    ...flags,
    ...(chaos !== undefined && { chaos }),
    ...(parameters !== undefined && { parameters: readParameters(parameters) }),
  };
}

function readParameters(given: readonly string[]): Record<string, Record<string, string>> {
  const parameters: Record<string, Record<string, string>> = {};
  for (const text of given) {
    const [, stack, name, value] = /^([\w-]+):(\w+)=(.*)$/s.exec(text) ?? [];
    if (stack === undefined || name === undefined || value === undefined)
      throw new UsageError('--parameters: STACK:NAME=VALUE');
    parameters[stack] = { ...parameters[stack], [name]: value };
  }
  return parameters;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '4566' },
        ephemeral: { type: 'boolean', default: false },
        reset: { type: 'boolean', default: false },
        chaos: { type: 'string' },
        parameters: { type: 'string', multiple: true },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
