import { resolve } from 'node:path';
import { readCommand, UsageError } from './read-arguments.ts';
import {
  CHAOS_USAGE,
  DYNAMODB_USAGE,
  PARAMETERS_USAGE,
  readStackOptions,
  STACK_OPTIONS,
  type StartOptions,
} from './start-options.ts';

export const LOCAL_USAGE = `hanok-local [assembly folder] [options]

  Runs the stacks of a cloud assembly on this machine. \`npx cdk synth\` makes one: cdk.out, which is the default.

  --port N      listen on port N of 127.0.0.1 (default 4566; 0 picks a free one)
  --only STACK  run this stack, and not all of the assembly; may be given several times
  --state DIR   keep state and outputs.json in DIR (default .hanok)
  --ephemeral   keep nothing: state goes with the process
  --reset       forget the state of earlier runs first
  --speed N     queues, retries, schedules and windows run N times as fast as on AWS (default 1)
${CHAOS_USAGE}
${PARAMETERS_USAGE}
${DYNAMODB_USAGE}
  --no-watch    do not give functions the code of a new synth while the stack runs
  --help        this text

Point any AWS client to the address of the ready line: AWS_ENDPOINT_URL=http://127.0.0.1:4566, any region and keys.`;

type LocalOptions = StartOptions & {
  /** Folder of the cloud assembly. */
  assembly: string;
  /** Folder for \`state\` and \`outputs.json\`. */
  folder: string;
  /** Names of the stacks to run; all by default. */
  only?: string[];
  speed: number;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the command line of `hanok-local`. Throws `UsageError`, naming the option. */
export function readLocalOptions(args: readonly string[], env: Environment = {}): LocalOptions {
  const { values, positionals } = readCommand(args, {
    ...STACK_OPTIONS,
    only: { type: 'string', multiple: true },
    state: { type: 'string', default: '.hanok' },
    speed: { type: 'string', default: '1' },
  });
  const [assembly = 'cdk.out', ...others] = positionals;
  if (others.length > 0)
    throw new UsageError(`one assembly folder at most, not ${positionals.join(' and ')}`);
  const { only, state, speed, ...stack } = values;
  if (!/^\d{1,4}(\.\d{1,3})?$/.test(speed) || Number(speed) <= 0)
    throw new UsageError('--speed: a number above 0, at most 9999');
  return {
    ...readStackOptions(stack, env),
    verbose: false,
    assembly: resolve(assembly),
    folder: resolve(state),
    ...(only !== undefined && { only }),
    speed: Number(speed),
  };
}
