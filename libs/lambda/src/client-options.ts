import { NodeHttpHandler } from '@smithy/node-http-handler';
import { currentTrace } from './observation/trace.ts';

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
  return { requestHandler };
}
