import { setTimeout as delay } from 'node:timers/promises';
import { FunctionNotFoundError } from '../../services/lambda/errors.ts';
import type { Invocation, Invoker } from '../../services/lambda/function-config.ts';
import type { Told } from './judge.ts';

/** What the functions that the recorded definitions name do. */
const FUNCTIONS: Readonly<Record<string, (payload: string) => Promise<string>>> = {
  py_id_function: async (payload) => payload,
  py_raise_exception: async () => raised('Exception', 'Some exception was raised.'),
  py_raise_custom_exception: async () => raised('CustomException', ''),
  py_large_output_string: async () => JSON.stringify('a'.repeat(256_000) + '\u{1F60A}'.repeat(20_000)),
  py_wait_60_seconds: async () => {
    await delay(60_000, undefined, { ref: false });
    return 'null';
  },
};

/** The functions of a recording. One that is not known by what it does answers what is recorded of it. */
export function recordedFunctions(events: readonly Told[]): Invoker {
  const answers = events.flatMap(({ type, ...event }) =>
    /^(LambdaFunction|Task)Succeeded$/.test(type) ? [answerIn(event)] : [],
  );
  return {
    invoke: async (name, payload): Promise<Invocation> => {
      const base = { requestId: '00000000-0000-4000-8000-000000000000', logTail: '' };
      if (!name.startsWith('py_')) throw new FunctionNotFoundError(name);
      const known = FUNCTIONS[name];
      try {
        return { ...base, payload: known ? await known(payload) : JSON.stringify(answers.shift() ?? null) };
      } catch (error) {
        if (!(error instanceof Raised)) throw error;
        return { ...base, payload: error.message, error: 'Unhandled' };
      }
    },
  };
}

class Raised extends Error {
  override readonly name = 'Raised';
}

function raised(errorType: string, errorMessage: string): never {
  throw new Raised(JSON.stringify({ errorMessage, errorType, requestId: '', stackTrace: [] }));
}

function answerIn(event: Readonly<Record<string, unknown>>): unknown {
  const details = (event['lambdaFunctionSucceededEventDetails'] ?? event['taskSucceededEventDetails']) as {
    output: unknown;
  };
  const output: unknown = typeof details.output === 'string' ? JSON.parse(details.output) : details.output;
  const isInvocation = 'taskSucceededEventDetails' in event;
  return isInvocation ? (output as { Payload: unknown }).Payload : output;
}
