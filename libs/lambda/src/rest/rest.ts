import { parseInput, restEvent, type RestEvent, type RestResponse } from '@hanok/events';
import { type Cors, createCors } from './cors.ts';
import { asError, DeadlineError, InvalidEventError, UnavailableError } from '../errors.ts';
import { findRoute } from './find-route.ts';
import { beforeDeadline, type LambdaContext, runInvocation } from '../invocation.ts';
import type { Observation } from '../observation/observe.ts';
import type { RestAnswer } from './rest-answer.ts';
import type { Route } from './route.ts';

export type ApiOptions = Observation & { routes: readonly Route[]; cors?: Cors };

/**
 * A Lambda handler for a REST API's proxy integration. An error becomes an answer here and nowhere else: 503 when
 * something that the route needs is out of reach or too slow, 500 otherwise, each as `{ Error, Reference }` where
 * Reference is the request id in the log and Error says nothing internal. With `cors` every answer has its headers.
 */
export function rest(options: ApiOptions): (event: unknown, context: LambdaContext) => Promise<RestResponse> {
  return answerRequest(options, (event) => {
    const parsed = parseInput(restEvent, event);
    if (!parsed.ok) throw new InvalidEventError(`Not a REST API proxy event: ${parsed.reason}`);
    return parsed.value;
  });
}

/** A handler that answers the request in an event, whatever kind of API that comes from. */
export function answerRequest(options: ApiOptions, requestOf: (event: unknown) => RestEvent) {
  const corsHeaders = options.cors ? createCors(options.cors) : () => ({});
  return (event: unknown, context: LambdaContext): Promise<RestResponse> =>
    runInvocation(context, options.metrics, async () => {
      const request = requestOf(event);
      const answer = await settle(options, request, context);
      options.log.info('request', {
        httpMethod: request.httpMethod,
        resource: request.resource ?? undefined,
        status: answer.status,
      });
      options.metrics.count(`Answers${Math.floor(answer.status / 100)}xx`);
      return toResponse(request, answer, corsHeaders(request, answer));
    });
}

async function settle(
  { log, routes }: ApiOptions,
  event: RestEvent,
  context: LambdaContext,
): Promise<RestAnswer> {
  const found = findRoute(routes, event);
  if (!('run' in found)) return found;
  const requestId = context.awsRequestId;
  try {
    return await beforeDeadline(context, (signal) => found.run(event, { requestId, signal }));
  } catch (thrown) {
    const error = asError(thrown);
    log.error('request failed', { error });
    return failure(error, requestId);
  }
}

function failure(error: Error, Reference: string): RestAnswer {
  const unavailable = error instanceof UnavailableError || error instanceof DeadlineError;
  const Error = unavailable ? 'Temporarily unavailable, try again' : 'Internal error';
  return { status: unavailable ? 503 : 500, body: { Error, Reference } };
}

/** A HEAD request is answered with the headers that GET would have, and no body. */
function toResponse(
  { httpMethod }: RestEvent,
  { status, body, headers }: RestAnswer,
  corsHeaders: Readonly<Record<string, string>>,
): RestResponse {
  const type = body === undefined ? {} : { 'Content-Type': 'application/json; charset=utf-8' };
  return {
    statusCode: status,
    headers: { ...type, 'Cache-Control': 'no-store', ...headers, ...corsHeaders },
    body: body === undefined || httpMethod === 'HEAD' ? '' : JSON.stringify(body),
  };
}
