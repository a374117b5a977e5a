import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import type { GatewayRequest } from '../../gateway/service.ts';
import { evaluate } from '../iam/evaluate.ts';
import { policyDocument } from '../iam/policy-document.ts';
import type { Invocation, Invoker } from '../lambda/function-config.ts';
import type { ConnectionFacts } from './socket-events.ts';
import type { ConnectAuthorizer, IdentitySource } from './web-socket-config.ts';

type Refused = { status: number; message: string };
type Outcome = { authorizer: NonNullable<ConnectionFacts['authorizer']> } | { refused: Refused };

const UNAUTHORIZED: Refused = { status: 401, message: 'Unauthorized' };
const FAILED: Refused = { status: 500, message: 'Internal server error' };
const MOST_BYTES = 8 * 1024;
/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html */
const TIMEOUT_MS = 29_000;

const answer = z.object({
  principalId: z.coerce.string(),
  policyDocument,
  context: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
});

/**
 * Asks the authorizer of `$connect`: without an identity source 401 and the function does not run; 401 when it throws
 * `Unauthorized`; 403 when its policy does not allow `methodArn`; 500 for whatever else it does.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
 */
export async function authorizeConnect(
  invoker: Invoker,
  { functionName, identitySources }: ConnectAuthorizer,
  request: GatewayRequest,
  event: { methodArn: string },
): Promise<Outcome> {
  if (identitySources.some((source) => !hasSource(request, source))) return { refused: UNAUTHORIZED };
  const begun = performance.now();
  const invocation = await within(TIMEOUT_MS, invoker.invoke(functionName, JSON.stringify(event)));
  if (invocation === undefined) return { refused: FAILED };
  if (invocation.error !== undefined)
    return { refused: saysUnauthorized(invocation.payload) ? UNAUTHORIZED : FAILED };
  const parsed = answer.safeParse(parseJson(invocation.payload));
  if (!parsed.success || Buffer.byteLength(invocation.payload) > MOST_BYTES) return { refused: FAILED };
  const { principalId, policyDocument: policy, context } = parsed.data;
  const asked = { action: 'execute-api:Invoke', resource: event.methodArn, context: {} };
  const decision = evaluate([policy], asked);
  if (decision !== 'allowed') {
    const how = decision === 'explicit deny' ? ' with an explicit deny' : '';
    return { refused: { status: 403, message: `User is not authorized to access this resource${how}` } };
  }
  return {
    authorizer: { ...context, principalId, integrationLatency: Math.round(performance.now() - begun) },
  };
}

function hasSource({ headers, url }: GatewayRequest, { place, name }: IdentitySource): boolean {
  const value = place === 'header' ? headers[name.toLowerCase()] : url.searchParams.get(name);
  return value !== undefined && value !== null && value.length > 0;
}

/** Undefined when the function cannot be run, or takes longer. */
async function within(ms: number, invocation: Promise<Invocation>): Promise<Invocation | undefined> {
  const timer = new AbortController();
  const timeout = delay(ms, undefined, { signal: timer.signal }).catch(() => undefined);
  try {
    return await Promise.race([invocation.catch(() => undefined), timeout]);
  } finally {
    timer.abort();
  }
}

const unauthorized = z.object({ errorMessage: z.literal('Unauthorized') });

function saysUnauthorized(payload: string): boolean {
  return unauthorized.safeParse(parseJson(payload)).success;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
