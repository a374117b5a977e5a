import { setTimeout as delay } from 'node:timers/promises';
import type { Invoker } from '../../lambda/function-config.ts';
import { GATEWAY_FAILURES, type GatewayFailure } from '../answers/gateway-failure.ts';
import { parseProxyAnswer, type ProxyAnswer } from './proxy-answer.ts';

/** What an integration came to: the function's answer, or why there is none. */
type Outcome = { answer: ProxyAnswer } | { failure: GatewayFailure };

/** The outcome, and how long it took. */
export type IntegrationOutcome = Outcome & {
  /** Milliseconds from the call of the function to its answer. */
  ms: number;
};

/**
 * Runs a proxy integration; never rejects. A throttled function is an internal error to the client, 500 and not
 * 429: API Gateway does not pass Lambda's throttling on. After `timeoutMs` of real time the function runs on
 * unheard. https://docs.aws.amazon.com/apigateway/latest/developerguide/handle-errors-in-lambda-integration.html
 */
export async function runIntegration(
  invoker: Invoker,
  functionName: string,
  event: object,
  timeoutMs: number,
): Promise<IntegrationOutcome> {
  const begun = performance.now();
  const timer = new AbortController();
  const timeout = delay<Outcome>(timeoutMs, { failure: GATEWAY_FAILURES.timedOut }, { signal: timer.signal });
  const outcome = invokeProxy(invoker, functionName, event);
  try {
    return { ...(await Promise.race([outcome, timeout])), ms: performance.now() - begun };
  } finally {
    timer.abort();
    await timeout.catch(() => undefined);
  }
}

async function invokeProxy(invoker: Invoker, functionName: string, event: object): Promise<Outcome> {
  try {
    const invocation = await invoker.invoke(functionName, JSON.stringify(event));
    const answer = invocation.error === undefined ? parseProxyAnswer(invocation.payload) : undefined;
    return answer === undefined ? { failure: GATEWAY_FAILURES.badAnswer } : { answer };
  } catch {
    return { failure: GATEWAY_FAILURES.notRun };
  }
}
