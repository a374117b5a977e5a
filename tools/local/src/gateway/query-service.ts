import * as z from 'zod';
import { ApiError } from './api-error.ts';
import { queryInput } from './query-input.ts';
import type {
  Access,
  GatewayRequest,
  Refusals,
  Service,
  ServiceRequest,
  ServiceResponse,
} from './service.ts';
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
    access(context: NoInfer<Context>, input: unknown, request: ServiceRequest): readonly Access[];
    /** The input in a request's parameters; for a service that writes lists and maps in another way. */
    input?(parameters: URLSearchParams, request: ServiceRequest): unknown;
    /** The XML of a result; undefined for an operation that has none. */
    result?(output: object | undefined, operation: string): string | undefined;
  },
): Service {
  const { context, access, input = queryInput, result = memberXml } = options;
  const operations = new Map(Object.entries(options.operations));
  const inputOf = (request: ServiceRequest) => input(parametersOf(request), request);
  return {
    name: api.name,
    ...(api.refusals && { refusals: api.refusals }),
    operations: new Set(operations.keys()),
    operation: (request) => parametersOf(request).get('Action') ?? undefined,
    access: (request) => access(context, inputOf(request), request),
    handle: async (request) => {
      const { operation } = request;
      const run = operations.get(operation);
      if (run === undefined) throw new Error(`${api.name} has no operation ${operation}`);
      const output = await run(context, inputOf(request), request);
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
    throw new ApiError('ValidationError', z.prettifyError(parsed.error));
  };
}

/** Clients send a form; a body that is none leaves the query string. */
function parametersOf(request: GatewayRequest): URLSearchParams {
  const form = new URLSearchParams(isForm(request) ? request.body.toString() : '');
  return form.has('Action') ? form : request.url.searchParams;
}

/** Whether the body is a form, which is how clients of the query protocol send input. */
export function isForm({ headers }: GatewayRequest): boolean {
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
}

function queryResponse(
  { namespace }: QueryApi,
  { id, operation }: ServiceRequest,
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
