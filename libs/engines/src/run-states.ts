import { type RunOptions, StateMachine } from 'aws-local-stepfunctions';

/** One run of a state machine: what happens, in order, how it ends, and a way to stop it. */
export type StatesRun = ReturnType<StateMachine['run']>;

/**
 * Runs a definition in Amazon States Language. `overrides` stand in for tasks, waits and retry delays by the name of
 * the state; `context` is what `$$` gives. The definition is taken as valid. What is inside of `result` and the events
 * is the engine's own.
 */
export function runStates(definition: object, input: unknown, options: RunOptions): StatesRun {
  // The engine's types name every field of the language; the definition is what deploys, and the input any JSON.
  type Definition = ConstructorParameters<typeof StateMachine>[0];
  const machine = new StateMachine(withPositiveTests(definition) as Definition, {
    validationOptions: { noValidate: true },
  });
  return machine.run(JSON.parse(JSON.stringify(input)), withDataLimit(options));
}

/** Most bytes of JSON that a state takes or gives. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MAX_DATA_BYTES = 262_144;

/** Data over the limit: no Retry and no Catch names it, as in Step Functions. */
class DataLimitError extends Error {
  override readonly name = 'States.DataLimitExceeded';
  readonly isRetryable = false;
  readonly isCatchable = false;

  constructor() {
    super(`The state/task returned a result with a size exceeding the maximum of ${MAX_DATA_BYTES} bytes`);
  }
}

/** Each task fails by its data where Step Functions would let it: what goes in, what comes out, and an error beside what went in. */
function withDataLimit(options: RunOptions): RunOptions {
  const { taskResourceLocalHandlers: handlers = {} } = options.overrides ?? {};
  const limited = Object.entries(handlers).map(([name, handler]): [string, typeof handler] => [
    name,
    async (input) => {
      refuseOver(input);
      try {
        const output = await handler(input);
        refuseOver(output);
        return output;
      } catch (error) {
        if (error instanceof Error) refuseOver(input, error.message);
        throw error;
      }
    },
  ]);
  const taskResourceLocalHandlers = Object.fromEntries(limited);
  return { ...options, overrides: { ...options.overrides, taskResourceLocalHandlers } };
}

function refuseOver(...data: unknown[]): void {
  const bytes = data.map((each) => Buffer.byteLength(JSON.stringify(each) ?? ''));
  if (bytes.reduce((sum, each) => sum + each, 0) > MAX_DATA_BYTES) throw new DataLimitError();
}

const TYPE_TEST = /^Is(Present|Null|String|Numeric|Boolean|Timestamp)$/;

/** The engine takes `IsPresent: false` and its like for tests that never match: here they are a Not around the true one. */
function withPositiveTests(definition: object): unknown {
  return JSON.parse(JSON.stringify(definition), (_, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    const [test] = Object.entries(value).filter(
      ([name, operand]) => TYPE_TEST.test(name) && operand === false,
    );
    if (test === undefined) return value;
    const { Next, ...rest } = { Next: undefined, ...value };
    return { Not: { ...rest, [test[0]]: true }, ...(Next !== undefined && { Next }) };
  });
}
