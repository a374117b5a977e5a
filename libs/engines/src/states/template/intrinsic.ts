import { ExpressionError, IntrinsicError, StateFailure } from '../failure.ts';
import { checkPath, follow, type Scope } from '../path/scope.ts';
import { ARRAY_FUNCTIONS } from './array-functions.ts';
import { type Argument, type IntrinsicCall, parseIntrinsic } from './intrinsic-call.ts';
import { TEXT_FUNCTIONS } from './text-functions.ts';

const FUNCTIONS = { ...ARRAY_FUNCTIONS, ...TEXT_FUNCTIONS };

/** Throws `ExpressionError` for a call that cannot be made, whatever the data. */
export function checkIntrinsic(text: string): void {
  checkCall(parseIntrinsic(text));
}

function checkCall(call: IntrinsicCall): void {
  functionOf(call);
  for (const each of call.arguments) {
    if ('path' in each) checkPath(each.path);
    else if ('call' in each) checkCall(each.call);
  }
}

/** The value of `States.Function(…)`. Throws `States.IntrinsicFailure`. */
export function evaluateIntrinsic(text: string, scope: Scope, missing: (path: string) => Error): unknown {
  try {
    return valueOfCall(parseIntrinsic(text), scope, missing);
  } catch (error) {
    if (!(error instanceof IntrinsicError)) throw error;
    const reason = `The function '${text}' had the following error: ${error.message}`;
    throw new StateFailure('States.IntrinsicFailure', reason, 'definition');
  }
}

function valueOfCall(call: IntrinsicCall, scope: Scope, missing: (path: string) => Error): unknown {
  const given = call.arguments.map((each) => valueOf(each, scope, missing));
  return functionOf(call)(...given);
}

function functionOf(call: IntrinsicCall): (...given: unknown[]) => unknown {
  const name = call.function.slice('States.'.length);
  const found = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (found) return found;
  throw new ExpressionError(`${call.function} is no intrinsic function`);
}

function valueOf(argument: Argument, scope: Scope, missing: (path: string) => Error): unknown {
  if ('literal' in argument) return argument.literal;
  if ('call' in argument) return valueOfCall(argument.call, scope, missing);
  const found = follow(argument.path, scope);
  if ('value' in found) return found.value;
  throw missing(argument.path);
}
