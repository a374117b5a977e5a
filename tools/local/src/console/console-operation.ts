import * as z from 'zod';
import type { HttpAnswer } from '../gateway/route-request.ts';
import type { GatewayRequest } from '../gateway/service.ts';

/**
 * A request that the console does not take; answered as `{ "error": … }`, which says what is wrong, and `fields`, which
 * says it of each field by its path, such as `action`.
 */
export class ConsoleError extends Error {
  override readonly name = 'ConsoleError';
  readonly status: number;
  readonly fields: Readonly<Record<string, string>>;

  constructor(status: number, message: string, fields: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.fields = fields;
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** One operation of the console's API, as the OpenAPI document tells it. */
export type ConsoleOperation<Context> = {
  method: Method;
  /** Below `/_hanok`; a segment such as `{id}` is a parameter. */
  path: string;
  summary: string;
  input: z.ZodObject;
  body: z.ZodType | undefined;
  /** Schema of the JSON answer, or its media type where it is no JSON. */
  answer: z.ZodType | string;
  run(context: Context, input: unknown, body: unknown, request: GatewayRequest): Promise<object>;
};

/** A resource of the console's API: one file, with all that may be done with it. */
export type ConsoleResource<Context> = readonly ConsoleOperation<Context>[];

/** An answer that is not JSON, such as a page or a stream. */
export class RawAnswer {
  readonly http: HttpAnswer;

  constructor(http: HttpAnswer) {
    this.http = http;
  }
}

/**
 * Describes an operation. `input` has the parameters of path and query, `body` the JSON that is sent; what they do not
 * take is refused with 400 before `run`.
 */
export function consoleOperation<Context, Input extends z.ZodObject, Body extends z.ZodType>(options: {
  method: Method;
  path: string;
  summary: string;
  input: Input;
  body?: Body;
  answer: z.ZodType | string;
  run(
    context: Context,
    input: z.output<Input>,
    body: z.output<Body>,
    request: GatewayRequest,
  ): object | Promise<object>;
}): ConsoleOperation<Context> {
  const { method, path, summary, input, body, answer, run } = options;
  return {
    ...{ method, path, summary, input, body, answer },
    run: async (context, given, sent, request) =>
      // Without a schema there is no body, and `run` has no use for one.
      run(context, read(input, given), (body && read(body, sent)) as z.output<Body>, request),
  };
}

function read<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.flatMap((issue) => {
    const names =
      issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    return names.map((name) => [name.join('.'), issue.message]);
  });
  throw new ConsoleError(400, z.prettifyError(parsed.error), Object.fromEntries(fields));
}
