import * as z from 'zod';
import { ApiError } from './api-error.ts';
import { targetOf } from './identify.ts';
import type { Access, Refusals, Service, ServiceRequest, ServiceResponse } from './service.ts';

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
  /** The error for input that its operation does not take; a ValidationException by default. */
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

/** Told apart from a ZodError of the operation's own work, which is a failure. */
class InvalidInput extends Error {
  readonly problem: z.ZodError;

  constructor(problem: z.ZodError) {
    super(z.prettifyError(problem));
    this.problem = problem;
  }
}

/** A service of JSON 1.0 or 1.1: finds the operation, reads its input, runs it and writes its output or its error. */
export function jsonService<Context, Output extends object | undefined = object | undefined>(
  api: JsonApi,
  options: {
    context: Context;
    operations: Readonly<Record<string, JsonOperation<NoInfer<Context>, NoInfer<Output>>>>;
    /** What IAM must allow; `body` is JSON that no schema has seen. */
    access(context: NoInfer<Context>, body: unknown, request: ServiceRequest): readonly Access[];
    /** An output as it is sent; as JSON by default. */
    answer?(output: Output): ServiceResponse;
  },
): Service {
  const { context, answer = (output: Output) => jsonResponse(api.version, output) } = options;
  const operations = new Map(Object.entries(options.operations));
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
    // A body that is no JSON asks for nothing: `handle` refuses it.
    access: (request) => {
      const body = readJson(request.body);
      return body === undefined ? [] : options.access(context, body, request);
    },
    handle: async (request) => {
      const run = operations.get(request.operation);
      if (run === undefined) throw new Error(`${api.name} has no operation ${request.operation}`);
      const body = readJson(request.body);
      if (body === undefined)
        throw new ApiError('SerializationException', 'The request body is not valid JSON');
      try {
        return answer(await run(context, body, request));
      } catch (error) {
        throw error instanceof InvalidInput ? invalid(api, error.problem) : error;
      }
    },
    error: (_request, { status, code, message }) =>
      jsonError(api.version, status, api.typeOf?.(code) ?? code, message),
  };
}

function invalid(api: JsonApi, problem: z.ZodError): ApiError {
  return api.invalid?.(problem) ?? new ApiError('ValidationException', z.prettifyError(problem));
}

/** The body as JSON, an empty one as an object without members; undefined when it is no JSON. */
function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString() || '{}');
  } catch {
    return undefined;
  }
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
