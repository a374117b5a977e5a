import { NodeHttpHandler } from '@smithy/node-http-handler';
import { currentTrace } from './observation/trace.ts';

/** The logger that a client of the SDK takes. */
type SdkLogger = Record<'debug' | 'info' | 'warn' | 'error', (...content: unknown[]) => void>;

const nothing = () => undefined;
/**
 * A logger for a client of the SDK that says nothing, as the SDK's own. That one has `info` and `error` too, for which
 * the SDK copies the input and the output of each call, leaf by leaf: up to a third of its CPU time in a call. It asks
 * whether they are there, so that the type is not kept in this one place.
 */
export const quietLogger = { debug: nothing, warn: nothing } as Partial<SdkLogger> as SdkLogger;

/**
 * Settings of a function's AWS client: give up connecting after 1 s and waiting for an answer after `requestTimeout`
 * milliseconds, so that a call can be tried again before the function runs out of time. Without
 * `throwOnRequestTimeout` the SDK only warns. The SDK tries three times. Each call carries the trace of the work that
 * makes it in the header `X-Amzn-Trace-Id`; the SDK by itself would send that of the invocation. No call is logged; for
 * that set another `logger`.
 */
export function clientOptions({ requestTimeout = 5_000 }: { requestTimeout?: number } = {}): {
  requestHandler: NodeHttpHandler;
  logger: SdkLogger;
} {
  const options = { connectionTimeout: 1_000, requestTimeout, throwOnRequestTimeout: true };
  const requestHandler = new NodeHttpHandler(options);
  const send = requestHandler.handle.bind(requestHandler);
  requestHandler.handle = (request, ...more) => {
    const trace = currentTrace();
    if (trace !== undefined) request.headers['X-Amzn-Trace-Id'] = trace; // No signature covers this header.
    return send(request, ...more);
  };
  return { requestHandler, logger: quietLogger };
}
