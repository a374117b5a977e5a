import * as z from 'zod';
import { type AccessRules, findRule, InvalidInput } from './access-rule.ts';
import { ApiError } from './api-error.ts';
import { targetOf } from './identify.ts';
import { checkParameters, type ParameterTable } from './parameters.ts';
import type { Refusals, Service, ServiceRequest, ServiceResponse } from './service.ts';

/** https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html and its 1.1 sibling. */
type JsonVersion = '1.0' | '1.1';

/** A service that speaks JSON, as its clients know it. */
export type JsonApi = {
  /** Signing name. */
  name: string;
  version: JsonVersion;
  /** Prefixes of `X-Amz-Target`. */
  targets: readonly string[];
  /** The `__type` of an error's code; the code itself by default. */
  typeOf?(code: string): string;
  /** The code for input that its operation does not take; ValidationException by default. */
  invalidCode?: string;
  /** The error for such input, where its code does not say it all. */
  invalid?(problem: z.ZodError): ApiError;
  refusals?: Partial<Refusals>;
};

/** One operation: reads its input and answers its output; without output the body is empty. Throws `ApiError`. */
export type JsonOperation<Context, Output = object | undefined> = (
  context: Context,
  body: unknown,
  request: ServiceRequest,
) => Output | Promise<Output>;

/** An operation that runs on what `input` lets through; what it does not, is refused. */
export function operation<Context, Input, Output>(
  input: z.ZodType<Input>,
  run: (context: Context, input: Input, request: ServiceRequest) => Output | Promise<Output>,
): JsonOperation<Context, Output> {
  return (context, body, request) => {
    const parsed = input.safeParse(body);
    if (parsed.success) return run(context, parsed.data, request);
    throw new InvalidInput(parsed.error);
  };
}

/** A service of JSON 1.0 or 1.1: finds the operation, reads its input, runs it and writes its output or its error. */
export function jsonService<Context, Output extends object | undefined = object | undefined>(
  api: JsonApi,
  options: {
    context: Context;
    operations: Readonly<Record<string, JsonOperation<NoInfer<Context>, NoInfer<Output>>>>;
    /** What IAM must allow, one rule for each operation. */
    access: AccessRules<NoInfer<Context>>;
    /** What the stack does with each member of the inputs. Without it, an operation gets its input as it came. */
    parameters?: ParameterTable;
    /** An output as it is sent; as JSON by default. */
    answer?(output: Output): ServiceResponse;
  },
): Service {
  const { context, answer = (output: Output) => jsonResponse(api.version, output) } = options;
  const operations = new Map(Object.entries(options.operations));
  const ruleOf = findRule(api.name, new Set(operations.keys()), options.access);
  const inputOf = (operation: string, body: unknown) => {
    const parameters = options.parameters?.[operation];
    const code = codeOf(api);
    return parameters === undefined ? body : checkParameters({ operation, code }, parameters, body);
  };
  return {
    name: api.name,
    targets: api.targets,
    // Clients of JSON go by an error's code, not by its status.
    refusals: { denied: { status: 400, code: 'AccessDeniedException' }, ...api.refusals },
    operations: new Set(operations.keys()),
    operation: (request) => {
      const target = targetOf(request);
      return target && api.targets.includes(target.prefix) ? target.operation || undefined : undefined;
    },
    access: async (request) => {
      const rule = ruleOf(request.operation);
      if ('free' in rule) return rule;
      return onInput(api, request, (body) => rule(context, body, request));
    },
    handle: async (request) => {
      const run = operations.get(request.operation);
      if (run === undefined) throw new Error(`${api.name} has no operation ${request.operation}`);
      const { operation } = request;
      return answer(await onInput(api, request, (body) => run(context, inputOf(operation, body), request)));
    },
    error: (_request, { status, code, message }) =>
      jsonError(api.version, status, api.typeOf?.(code) ?? code, message),
  };
}

/** What `work` makes of a request's input. The check of permissions and the operation read it here, and nowhere else. */
async function onInput<Result>(
  api: JsonApi,
  { body }: ServiceRequest,
  work: (input: unknown) => Result | Promise<Result>,
): Promise<Result> {
  const input = readJson(body);
  if (input === undefined) throw new ApiError('SerializationException', 'The request body is not valid JSON');
  try {
    return await work(input);
  } catch (error) {
    throw error instanceof InvalidInput ? invalid(api, error.problem) : error;
  }
}

function invalid(api: JsonApi, problem: z.ZodError): ApiError {
  return api.invalid?.(problem) ?? new ApiError(codeOf(api), z.prettifyError(problem));
}

function codeOf({ invalidCode = 'ValidationException' }: JsonApi): string {
  return invalidCode;
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Of the bodies that are being answered: the check of permissions and the operation read the same one. */
const inputs = new WeakMap<Buffer, { input: unknown }>();

/** The body as JSON, an empty one as an object without members; undefined as for `parseJson`, and for no UTF-8. */
function readJson(body: Buffer): unknown {
  const read = inputs.get(body) ?? { input: decodeJson(body) };
  inputs.set(body, read);
  return read.input;
}

function decodeJson(body: Buffer): unknown {
  try {
    return parseJson(UTF_8.decode(body) || '{}');
  } catch {
    return undefined;
  }
}

/** Text as JSON; undefined when it is none, or nested too deeply. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return text.length > DEEPEST && isTooDeep(text) ? undefined : value;
  } catch {
    return undefined;
  }
}

/** No input of AWS comes near. What is some thousands deep is too deep to be written again. */
const DEEPEST = 1000;
const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [34, 92, 91, 93, 123, 125];

/** Of valid JSON, in which every string has an end. */
function isTooDeep(json: string): boolean {
  let depth = 0;
  for (let at = 0; at < json.length; at += 1) {
    const character = json.charCodeAt(at);
    if (character === QUOTE) at = endOfString(json, at);
    else if (character === OPEN_OBJECT || character === OPEN_LIST) depth += 1;
    else if (character === CLOSE_OBJECT || character === CLOSE_LIST) depth -= 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}

function endOfString(json: string, begin: number): number {
  let end = begin + 1;
  while (json.charCodeAt(end) !== QUOTE) end += json.charCodeAt(end) === BACKSLASH ? 2 : 1;
  return end;
}

export function jsonResponse(
  version: JsonVersion,
  output: object | undefined,
  status = 200,
): ServiceResponse {
  return {
    status,
    headers: { 'content-type': `application/x-amz-json-${version}` },
    body: output === undefined ? '' : JSON.stringify(output),
  };
}

/** An error as clients read it: `type` is its code, with or without a namespace before `#`. */
export function jsonError(
  version: JsonVersion,
  status: number,
  type: string,
  message: string,
): ServiceResponse {
  return jsonResponse(version, { __type: type, message }, status);
}
