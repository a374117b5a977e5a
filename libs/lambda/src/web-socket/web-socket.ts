import * as z from 'zod/mini';
import { asError, DeadlineError, UnavailableError } from '../errors.ts';
import { beforeDeadline, type LambdaContext, runInvocation } from '../invocation.ts';
import { withLogIds } from '../observation/log-ids.ts';
import type { Observation } from '../observation/observe.ts';
import { errorFrame, MAX_MESSAGE_BYTES, refuseMessage } from './frame.ts';
import { readEvent, type SocketAnswer, type SocketRoute } from './socket-route.ts';

/** What the function answers to API Gateway. */
type SocketResponse = { statusCode: number; headers?: Record<string, string>; body?: string };

type Options = Observation & { routes: readonly SocketRoute[] };

/** What says which route an event is for. */
const anyEvent = z.looseObject({
  requestContext: z.looseObject({
    eventType: z.enum(['CONNECT', 'MESSAGE', 'DISCONNECT']),
    routeKey: z.optional(z.string()),
    connectionId: z.string().check(z.minLength(1)),
  }),
});
/** What metrics call the events. */
const COUNTED = { CONNECT: 'Connects', MESSAGE: 'Messages', DISCONNECT: 'Disconnects' };
type EventPlace = z.infer<typeof anyEvent>['requestContext'];

/**
 * A Lambda handler for a WebSocket API's proxy integration. An error becomes an answer here and nowhere else: for a
 * message a frame `{ type: 'error', code, field?, reference }` with the code UNAVAILABLE when something that the route
 * needs is out of reach or too slow, INTERNAL otherwise; for `$connect` and `$disconnect` the status 503 or 500 alone.
 *
 * The frame is the body of the answer, which the client gets when the route of the API has the route response `$default`.
 * So an answer needs no permission and no second call, which could fail after the message is stored. Without the route
 * response the client gets nothing. https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-response.html
 */
export function webSocket(options: Options) {
  return (event: unknown, context: LambdaContext): Promise<SocketResponse> =>
    runInvocation(context, options.metrics, async () => {
      const place = readEvent(anyEvent, event).requestContext;
      return withLogIds({ connectionId: place.connectionId }, async () =>
        answerTo(options, place, await settle(options, event, place, context), context.awsRequestId),
      );
    });
}

async function settle(
  { log, metrics, routes }: Options,
  event: unknown,
  { eventType, routeKey }: EventPlace,
  context: LambdaContext,
): Promise<SocketAnswer> {
  const found = findRoute(routes, eventType, routeKey);
  if (!found) return refused(eventType, 404, 'NO_ROUTE');
  const requestId = context.awsRequestId;
  try {
    const answer = await beforeDeadline(context, (signal) => found.run(event, { requestId, signal }));
    const bytes = answer.frame ? Buffer.byteLength(JSON.stringify(answer.frame)) : 0;
    if (bytes > MAX_MESSAGE_BYTES) throw new Error(`The frame has ${bytes} bytes; a connection takes 131072`);
    return answer;
  } catch (thrown) {
    const error = asError(thrown);
    log.error('event failed', { eventType, routeKey, error });
    metrics.count(`${COUNTED[eventType]}Failed`);
    const isUnavailable = error instanceof UnavailableError || error instanceof DeadlineError;
    return isUnavailable ? refused(eventType, 503, 'UNAVAILABLE') : refused(eventType, 500, 'INTERNAL');
  }
}

/** As API Gateway chooses: the route of that very key, otherwise `$default`. */
function findRoute(routes: readonly SocketRoute[], eventType: SocketRoute['eventType'], routeKey = '') {
  const ofType = routes.filter((each) => each.eventType === eventType);
  const byKey = (key: string) => ofType.find((each) => each.routeKey === key);
  return eventType === 'MESSAGE' ? (byKey(routeKey) ?? byKey('$default')) : ofType[0];
}

/** The status of an answer to a message says nothing to the client: it is always 200, and the frame says what is wrong. */
function refused(eventType: SocketRoute['eventType'], status: number, code: string): SocketAnswer {
  return eventType === 'MESSAGE' ? { status: 200, frame: refuseMessage(code) } : { status };
}

function answerTo(
  { log, metrics }: Options,
  { eventType, routeKey }: EventPlace,
  { status, headers, frame }: SocketAnswer,
  requestId: string,
): SocketResponse {
  const refusal = frame?.type === 'error' ? errorFrame(frame, requestId) : undefined;
  const { code, field } = refusal ?? {};
  log.info('event', { eventType, routeKey, status, code, field });
  metrics.count(`${COUNTED[eventType]}Received`);
  if (refusal || status >= 400) metrics.count(`${COUNTED[eventType]}Refused`);
  const body = refusal ?? frame;
  return {
    statusCode: status,
    ...(headers && { headers: { ...headers } }),
    ...(body && { body: JSON.stringify(body) }),
  };
}
