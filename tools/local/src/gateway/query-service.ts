import * as z from 'zod';
import { ApiError } from './api-error.ts';
import { queryInput } from './query-input.ts';
import type {
  Access,
  Refusals,
  GatewayRequest,
  Service,
  ServiceRequest,
  ServiceResponse,
} from './service.ts';
import { memberXml, type XmlContent, escapeXml } from './xml.ts';

/** A service that speaks the query protocol: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export type QueryApi = {
  /** Signing name. */
  name: string;
  /** `xmlns` of its answers. */
  namespace: string;
  refusals?: Partial<Refusals>;
};

/** One operation: reads its input, whose values are text, and answers its result. Throws `ApiError`. */
type QueryOperation<Context> = (
  context: Context,
  input: unknown,
  request: ServiceRequest,
) => XmlContent | Promise<XmlContent>;

/** A service of the query protocol: finds the operation, reads its input, runs it and writes its result or its error. */
export function queryService<Context>(
  api: QueryApi,
  options: {
    context: Context;
    operations: Readonly<Record<string, QueryOperation<NoInfer<Context>>>>;
    access(context: Context, input: unknown, request: ServiceRequest): readonly Access[];
  },
): Service {
  const { context, access } = options;
  const operations = new Map(Object.entries(options.operations));
  const inputOf = (request: ServiceRequest) => queryInput(parametersOf(request));
  return {
    name: api.name,
    ...(api.refusals && { refusals: api.refusals }),
    operations: new Set(operations.keys()),
    operation: (request) => parametersOf(request).get('Action') ?? undefined,
    access: (request) => access(context, inputOf(request), request),
    handle: async (request) => {
      const run = operations.get(request.operation);
      if (run === undefined) throw new Error(`${api.name} has no operation ${request.operation}`);
      return queryResponse(api, request, await run(context, inputOf(request), request));
    },
    error: queryError,
  };
}

/** An operation that runs on what `input` lets through; what it does not, is refused with a ValidationError. */
export function queryOperation<Context, Input>(
  input: z.ZodType<Input>,
  run: (context: Context, input: Input, request: ServiceRequest) => XmlContent | Promise<XmlContent>,
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

const HEADERS = { 'content-type': 'text/xml' };

function queryResponse(
  { namespace }: QueryApi,
  { id, operation }: ServiceRequest,
  result: XmlContent,
): ServiceResponse {
  const body =
    `<${operation}Response xmlns="${namespace}"><${operation}Result>${memberXml(result)}</${operation}Result>` +
    `<ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata></${operation}Response>`;
  return { status: 200, headers: HEADERS, body };
}

export function queryError(
  { id }: GatewayRequest,
  { status, code, message }: Pick<ApiError, 'status' | 'code' | 'message'>,
): ServiceResponse {
  const type = status < 500 ? 'Sender' : 'Receiver';
  const error = `<Error><Type>${type}</Type><Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message></Error>`;
  return {
    status,
    headers: HEADERS,
    body: `<ErrorResponse>${error}<RequestId>${id}</RequestId></ErrorResponse>`,
  };
}
