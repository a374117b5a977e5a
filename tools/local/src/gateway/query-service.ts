import * as z from 'zod';
import { type AccessRules, findRule, InvalidInput } from './access-rule.ts';
import { ApiError } from './api-error.ts';
import { checkParameters, type ParameterTable } from './parameters.ts';
import { queryInput } from './query-input.ts';
import type { GatewayRequest, Refusals, Service, ServiceRequest, ServiceResponse } from './service.ts';
import { escapeXml, memberXml } from './xml.ts';

/** A service that speaks the query protocol: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export type QueryApi = {
  /** Signing name. */
  name: string;
  /** `xmlns` of its answers. */
  namespace: string;
  refusals?: Partial<Refusals>;
};

/** One operation: reads its input, whose values are text, and answers its output. Throws `ApiError`. */
type QueryOperation<Context> = (
  context: Context,
  input: unknown,
  request: ServiceRequest,
) => object | undefined | Promise<object | undefined>;

/** A service of the query protocol: finds the operation, reads its input, runs it and writes its result or its error. */
export function queryService<Context>(
  api: QueryApi,
  options: {
    context: Context;
    operations: Readonly<Record<string, QueryOperation<NoInfer<Context>>>>;
    /** What IAM must allow, one rule for each operation. */
    access: AccessRules<NoInfer<Context>>;
    /** What the stack does with each member of the inputs. Without it, an operation gets its input as it came. */
    parameters?: ParameterTable;
    /** The input in a request's parameters; for a service that writes lists and maps in another way. */
    input?(parameters: URLSearchParams, request: ServiceRequest): unknown;
    /** The XML of a result; undefined for an operation that has none. */
    result?(output: object | undefined, operation: string): string | undefined;
  },
): Service {
  const { context, input = queryInput, result = memberXml } = options;
  const operations = new Map(Object.entries(options.operations));
  const ruleOf = findRule(api.name, new Set(operations.keys()), options.access);
  const inputOf = (request: ServiceRequest) => input(parametersOf(request), request);
  return {
    name: api.name,
    ...(api.refusals && { refusals: api.refusals }),
    operations: new Set(operations.keys()),
    operation: actionOf,
    access: async (request) => {
      const rule = ruleOf(request.operation);
      return 'free' in rule ? rule : withInput(inputOf(request), (input) => rule(context, input, request));
    },
    handle: async (request) => {
      const { operation } = request;
      const run = operations.get(operation);
      if (run === undefined) throw new Error(`${api.name} has no operation ${operation}`);
      const given = inputOf(request);
      const parameters = options.parameters?.[operation];
      const read =
        parameters === undefined ? given : checkParameters({ operation, code: INVALID }, parameters, given);
      const output = await withInput(read, (input) => run(context, input, request));
      return queryResponse(api, request, result(output, operation));
    },
    error: (request, error) => queryError(request, error, api.namespace),
  };
}

/** An operation that runs on what `input` lets through; what it does not, is refused with a ValidationError. */
export function queryOperation<Context, Input>(
  input: z.ZodType<Input>,
  run: (context: Context, input: Input, request: ServiceRequest) => ReturnType<QueryOperation<Context>>,
): QueryOperation<Context> {
  return (context, given, request) => {
    const parsed = input.safeParse(given);
    if (parsed.success) return run(context, parsed.data, request);
    throw new InvalidInput(parsed.error);
  };
}

async function withInput<Result>(
  input: unknown,
  work: (input: unknown) => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await work(input);
  } catch (error) {
    throw error instanceof InvalidInput ? new ApiError(INVALID, error.message) : error;
  }
}

const INVALID = 'ValidationError';

/** Undefined as well when the request names several actions, in its form and its query string together. */
function actionOf(request: GatewayRequest): string | undefined {
  const [action, ...others] = [formOf(request), request.url.searchParams].flatMap((each) =>
    each.getAll('Action'),
  );
  return others.length === 0 ? action : undefined;
}

/** Clients send a form; a form without an action leaves the query string. */
function parametersOf(request: GatewayRequest): URLSearchParams {
  const form = formOf(request);
  return form.has('Action') ? form : request.url.searchParams;
}

function formOf(request: GatewayRequest): URLSearchParams {
  return new URLSearchParams(isForm(request) ? request.body.toString() : '');
}

/** Whether the body is a form, which is how clients of the query protocol send input. */
export function isForm({ headers }: GatewayRequest): boolean {
  return /^application\/x-www-form-urlencoded *(;|$)/i.test(headers['content-type'] ?? '');
}

/** The answer of an operation, whose `result` is XML; an operation without one has no element for it. */
export function queryResponse(
  { namespace }: Pick<QueryApi, 'namespace'>,
  { id, operation }: Pick<ServiceRequest, 'id' | 'operation'>,
  result: string | undefined,
): ServiceResponse {
  const whole = result === undefined ? '' : `<${operation}Result>${result}</${operation}Result>`;
  const metadata = `<ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata>`;
  return xml(200, `<${operation}Response xmlns="${namespace}">${whole}${metadata}</${operation}Response>`);
}

/** An error as clients of the query protocol read it; an unknown service has no namespace. */
export function queryError(
  { id }: GatewayRequest,
  { status, code, message }: Pick<ApiError, 'status' | 'code' | 'message'>,
  namespace?: string,
): ServiceResponse {
  const type = status < 500 ? 'Sender' : 'Receiver';
  const texts = `<Type>${type}</Type><Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message>`;
  const xmlns = namespace === undefined ? '' : ` xmlns="${namespace}"`;
  const error = `<Error>${texts}<Detail/></Error><RequestId>${id}</RequestId>`;
  return xml(status, `<ErrorResponse${xmlns}>${error}</ErrorResponse>`);
}

function xml(status: number, root: string): ServiceResponse {
  return { status, headers: { 'content-type': 'text/xml' }, body: `<?xml version="1.0"?>${root}` };
}
