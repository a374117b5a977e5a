import { parseInput, type RestEvent } from '@hanok/events';
import type * as z from 'zod/mini';
import { decodePathParameters } from './path-parameters.ts';

/** What a route's handler answers; the body is sent as JSON. */
export type RestAnswer = { status: number; body: unknown };

export const ok = (body: unknown): RestAnswer => ({ status: 200, body });
/** A 4xx answer: the message is for the caller and says nothing internal. */
export const refusal = (status: number, message: string): RestAnswer => ({
  status,
  body: { Error: message },
});

/** One method and resource of an API with the handler behind it. */
export type Route = {
  httpMethod: string;
  /** As in the API's definition, such as `/ranking/{player}`. */
  resource: string;
  run(event: RestEvent, signal: AbortSignal): Promise<RestAnswer>;
};

/** A route whose path and query parameters have the given shapes; others are answered 400, naming the parameter. */
export function route<Path extends z.core.$ZodType, Query extends z.core.$ZodType>(options: {
  httpMethod: string;
  resource: string;
  path: Path;
  query: Query;
  handle(
    request: { path: z.core.output<Path>; query: z.core.output<Query> },
    signal: AbortSignal,
  ): Promise<RestAnswer>;
}): Route {
  return {
    httpMethod: options.httpMethod,
    resource: options.resource,
    run: async (event, signal) => {
      const decoded = decodePathParameters(event.pathParameters ?? {});
      if (!decoded) return refusal(400, 'path: expected percent-encoded UTF-8');
      const path = parseInput(options.path, decoded);
      if (!path.ok) return refusal(400, path.reason);
      const query = parseInput(options.query, event.queryStringParameters ?? {});
      if (!query.ok) return refusal(400, query.reason);
      return options.handle({ path: path.value, query: query.value }, signal);
    },
  };
}
