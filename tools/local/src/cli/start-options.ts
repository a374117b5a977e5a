import { readEndpoint } from '../services/dynamodb/engine/endpoint.ts';
import { readArguments, UsageError } from './read-arguments.ts';

/** Of every command that starts the stack. */
const ENDPOINT_USAGE = `  --dynamodb-endpoint http://HOST:PORT
                use a running DynamoDB engine that has streams, such as DynamoDB Local, in place of dynoxide;
                or set DYNAMODB_ENDPOINT. Tables of others in it stay as they are`;

export const DYNAMODB_USAGE = `${ENDPOINT_USAGE}.
                It keeps the tables; --reset deletes those that the stack made there and its templates name, and
                --ephemeral deletes those that it makes when it stops`;

export const CHAOS_USAGE = `  --chaos FILE  inject the faults of a JSON file at the gateway, such as
                { "seed": 7, "faults": [{ "service": "dynamodb", "operation": "TransactWriteItems",
                  "caller": "game-sqs-process", "rate": 0.2, "kind": "throttle" }] }
                kind: throttle, error5xx, transactionConflict, replyLost, connectionReset or latency (with "ms");
                caller: a function or external, else all; "times": how often at most.
                Of dynamodb, partitionLimit: writes that take more than so many "units" of one partition key in a
                second of the stack's clock (1000 by default) are throttled, and no others.
                Of execute-api, for PostToConnection: gone (410; with "nth" for that post alone) and reorder (it
                arrives after the next post to its connection, or after "ms"); for $disconnect: dropDisconnect and
                repeatDisconnect.`;

export const PARAMETERS_USAGE = `  --parameters STACK:NAME=VALUE
                a template parameter, as for cdk deploy; may be given several times`;

export const USAGE = `npm start -- [options]

  --port N      listen on port N of 127.0.0.1 (default 4566; 0 picks a free one)
  --ephemeral   keep nothing: state goes with the process
  --reset       forget the state of earlier runs first
${CHAOS_USAGE}
                An example: tools/local/src/faults/example.json
${PARAMETERS_USAGE}
${DYNAMODB_USAGE}
  --no-watch    do not build changed sources into the functions that run
  --verbose     show all that the build prints
  --help        this text

A changed source is built while the stack runs, and its functions run the new code from the next invocation on.
State is kept in .hanok/state. What was created stands in .hanok/outputs.json.`;

export const DEMO_USAGE = `npm run demo -- [options]

${ENDPOINT_USAGE}
  --reset       with --dynamodb-endpoint: delete the demo's tables first, if npm start or an earlier demo left them there
  --verbose     show all that the build prints
  --help        this text

The demo keeps nothing: it deletes the tables that it makes.`;

export type StartOptions = {
  port: number;
  ephemeral: boolean;
  reset: boolean;
  /** Whether changed sources are built while the stack runs. */
  watch: boolean;
  /** Whether all that the build prints is shown. */
  verbose: boolean;
  /** Path of a fault file. */
  chaos?: string;
  /** Address of a running DynamoDB engine. */
  dynamodbEndpoint?: string;
  /** Template parameters by stack and name. */
  parameters?: Record<string, Record<string, string>>;
  help: boolean;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** Of every command that runs the stack until it is interrupted. */
export const STACK_OPTIONS = {
  port: { type: 'string', default: '4566' },
  ephemeral: { type: 'boolean', default: false },
  reset: { type: 'boolean', default: false },
  'no-watch': { type: 'boolean', default: false },
  chaos: { type: 'string' },
  'dynamodb-endpoint': { type: 'string' },
  parameters: { type: 'string', multiple: true },
  help: { type: 'boolean', default: false },
} as const;

type StackValues = Pick<StartOptions, 'ephemeral' | 'reset' | 'help'> & {
  port: string;
  'no-watch': boolean;
  chaos?: string | undefined;
  'dynamodb-endpoint'?: string | undefined;
  parameters?: string[] | undefined;
};

/** Reads the command line, and from the environment what it leaves out. Throws `UsageError`, naming the option. */
export function readStartOptions(args: readonly string[], env: Environment = {}): StartOptions {
  const { verbose, ...values } = readArguments(args, {
    ...STACK_OPTIONS,
    verbose: { type: 'boolean', default: false },
  });
  return { ...readStackOptions(values, env), verbose };
}

/** The values of `STACK_OPTIONS`. Throws `UsageError`, naming the option. */
export function readStackOptions(values: StackValues, env: Environment): Omit<StartOptions, 'verbose'> {
  const { port, chaos, parameters, 'dynamodb-endpoint': endpoint, 'no-watch': noWatch, ...flags } = values;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new UsageError('--port: a number from 0 to 65535');
  return {
    port: Number(port),
    ...flags,
    watch: !noWatch,
    ...dynamodbEndpoint(endpoint, env),
    ...(chaos !== undefined && { chaos }),
    ...(parameters !== undefined && { parameters: readParameters(parameters) }),
  };
}

/** Reads the demo's command line. Throws `UsageError`, naming the option. */
export function readDemoOptions(
  args: readonly string[],
  env: Environment = {},
): Pick<StartOptions, 'reset' | 'verbose' | 'help' | 'dynamodbEndpoint'> {
  const { 'dynamodb-endpoint': endpoint, ...flags } = readArguments(args, {
    'dynamodb-endpoint': { type: 'string' },
    reset: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  });
  return { ...flags, ...dynamodbEndpoint(endpoint, env) };
}

/** The engine's address, as the option or DYNAMODB_ENDPOINT says it; none without both. */
function dynamodbEndpoint(option: string | undefined, env: Environment) {
  const address = option ?? (env['DYNAMODB_ENDPOINT'] || undefined);
  try {
    return address === undefined ? {} : { dynamodbEndpoint: readEndpoint(address) };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
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
