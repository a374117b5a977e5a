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
  return machine.run(JSON.parse(JSON.stringify(input)), options);
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
