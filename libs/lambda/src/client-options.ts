/**
 * Settings of a function's AWS client: give up connecting after 1 s and waiting for an answer after `requestTimeout`
 * milliseconds, so that a call can be tried again before the function runs out of time. Without
 * `throwOnRequestTimeout` the SDK only warns. The SDK tries three times.
 */
export function clientOptions({ requestTimeout = 5_000 }: { requestTimeout?: number } = {}) {
  return { requestHandler: { connectionTimeout: 1_000, requestTimeout, throwOnRequestTimeout: true } };
}
