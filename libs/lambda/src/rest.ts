import { parseInput, restEvent, type RestEvent, type RestResponse } from '@hanok/events';
import { beforeDeadline } from './deadline.ts';
import { asError, DeadlineError, InvalidEventError, UnavailableError } from './errors.ts';
import { observed, type Observation } from './invocation.ts';
import type { LambdaContext } from './lambda-context.ts';
import { refusal, type RestAnswer, type Route } from './route.ts';

/**
 * A Lambda handler for a REST API's proxy integration. An error becomes an answer here and nowhere else: 503 when
 * something that the route needs is out of reach or too slow, 500 otherwise, each as `{ Error, Reference }` where
 * Reference is the request id in the log and Error says nothing internal.
 */
export function rest(options: Observation & { routes: readonly Route[] }) {
  return (event: unknown, context: LambdaContext): Promise<RestResponse> =>
    observed(context, options.metrics, async () => {
      const request = requestOf(event);
      const answer = await settle(options, request, context);
      options.log.info('request', {
        httpMethod: request.httpMethod,
        resource: request.resource,
        status: answer.status,
      });
      options.metrics.count(`Answers${Math.floor(answer.status / 100)}xx`);
      return toResponse(answer);
    });
}

function requestOf(event: unknown): RestEvent {
  const parsed = parseInput(restEvent, event);
  if (!parsed.ok) throw new InvalidEventError(`Not a REST API proxy event: ${parsed.reason}`);
  return parsed.value;
}

async function settle(
  { log, routes }: Observation & { routes: readonly Route[] },
  event: RestEvent,
  context: LambdaContext,
): Promise<RestAnswer> {
  const resource = event.resource ?? event.path;
  const route = routes.find((each) => each.httpMethod === event.httpMethod && each.resource === resource);
  if (!route) return refusal(404, 'No such resource');
  try {
    return await beforeDeadline(context, (signal) => route.run(event, signal));
  } catch (thrown) {
    const error = asError(thrown);
    log.error('request failed', { error });
    return failure(error, context.awsRequestId);
  }
}

function failure(error: Error, Reference: string): RestAnswer {
  const unavailable = error instanceof UnavailableError || error instanceof DeadlineError;
  const Error = unavailable ? 'Temporarily unavailable, try again' : 'Internal error';
  return { status: unavailable ? 503 : 500, body: { Error, Reference } };
}

function toResponse({ status, body }: RestAnswer): RestResponse {
  const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' };
  return { statusCode: status, headers, body: JSON.stringify(body) };
}
