import type { RestEvent } from '@hanok/events';
import { readRequest, type RequestShape, type RestRequest } from './rest-request.ts';
import { refusal, type RestAnswer } from './rest-answer.ts';

/** One method and resource of an API with the handler behind it. */
export type Route = {
  httpMethod: string;
  /** As in the API's definition, such as `/ranking/{player}`. */
  resource: string;
  run(event: RestEvent, call: { requestId: string; signal: AbortSignal }): Promise<RestAnswer>;
};

/**
 * A route for requests of the given shape. Others are answered 401 when their claims are missing or of another shape,
 * otherwise 400 with a message that names every field at fault.
 */
export function route<
  Path extends RequestShape['path'] = undefined,
  Query extends RequestShape['query'] = undefined,
  Body extends RequestShape['body'] = undefined,
  Claims extends RequestShape['claims'] = undefined,
  Key extends RequestShape['idempotencyKey'] = undefined,
>(options: {
  httpMethod: string;
  resource: string;
  path?: Path;
  query?: Query;
  body?: Body;
  claims?: Claims;
  idempotencyKey?: Key;
  /** Answers a request that is refused, where its clients know another shape than `{ Error }`. */
  refuse?: (status: 400 | 401, reason: string) => RestAnswer;
  handle(
    request: RestRequest<Shape<Path, Query, Body, Claims, Key>>,
    signal: AbortSignal,
  ): Promise<RestAnswer>;
}): Route {
  const { httpMethod, resource, handle, path, query, body, claims, idempotencyKey } = options;
  const { refuse = refusal } = options;
  const shape = { path, query, body, claims, idempotencyKey };
  return {
    httpMethod,
    resource,
    run: async (event, { requestId, signal }) => {
      const read = await readRequest<Shape<Path, Query, Body, Claims, Key>>(shape, event, requestId);
      return 'reason' in read ? refuse(read.status, read.reason) : handle(read.request, signal);
    },
  };
}

type Shape<Path, Query, Body, Claims, Key> = {
  path: Path;
  query: Query;
  body: Body;
  claims: Claims;
  idempotencyKey: Key;
};
