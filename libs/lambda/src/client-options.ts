import { NodeHttpHandler } from '@smithy/node-http-handler';
import { currentTrace } from './observation/trace.ts';

type ClientLogger = NonNullable<Parameters<typeof NodeHttpHandler.checkSocketUsage>[2]>;

/**
 * A logger that takes no lines of calls. For one that does, such as the SDK's own, which writes nothing, the input and
 * output of each call are copied without their secrets: an eighth of the work of a large transaction.
 */
const withoutCalls = { debug: ignore, warn: ignore };

function ignore(): void {
  // The SDK's own logger says nothing either.
}

/**
 * Settings of a function's AWS client: give up connecting after 1 s and waiting for an answer after `requestTimeout`
 * milliseconds, so that a call can be tried again before the function runs out of time. Without
 * `throwOnRequestTimeout` the SDK only warns. The SDK tries three times. Each call carries the trace of the work that
 * makes it in the header `X-Amzn-Trace-Id`; the SDK by itself would send that of the invocation.
 */
export function clientOptions({ requestTimeout = 5_000 }: { requestTimeout?: number } = {}) {
  const options = { connectionTimeout: 1_000, requestTimeout, throwOnRequestTimeout: true };
  const requestHandler = new NodeHttpHandler(options);
  const send = requestHandler.handle.bind(requestHandler);
  requestHandler.handle = (request, ...more) => {
    const trace = currentTrace();
    if (trace !== undefined) request.headers['X-Amzn-Trace-Id'] = trace; // No signature covers this header.
    return send(request, ...more);
  };
  // The SDK looks whether there is `info` and `error` before it calls them; its type does not say so.
  return { requestHandler, logger: withoutCalls as unknown as ClientLogger };
}
