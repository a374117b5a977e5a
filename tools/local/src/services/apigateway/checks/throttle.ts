import type { RestApi, RestRoute, RestStage, Throttling } from '../rest-config.ts';

/**
 * The limits of a stage hold for each of its methods by itself.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export function createThrottle({ routes }: RestApi, stage: RestStage): (route: RestRoute) => boolean {
  const buckets = routes.flatMap((route) => {
    const limits = throttlingOf(stage, route);
    return limits === undefined ? [] : [[route, createTokenBucket(limits)] as const];
  });
  const byRoute = new Map(buckets);
  return (route) => byRoute.get(route)?.() ?? true;
}

function throttlingOf(
  { throttling, methodThrottling = {} }: RestStage,
  { httpMethod, resourcePath }: RestRoute,
): Throttling | undefined {
  return methodThrottling[`${httpMethod} ${resourcePath}`] ?? throttling;
}

/** Whether one more request is within a stage's rate (per second) and burst; takes it when it is. */
export function createTokenBucket(limits: Throttling, now: () => number = Date.now): () => boolean {
  let tokens = limits.burstLimit;
  let filledAt = now();
  return () => {
    const time = now();
    tokens = Math.min(limits.burstLimit, tokens + ((time - filledAt) / 1000) * limits.rateLimit);
    filledAt = time;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
