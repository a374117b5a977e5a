import type { LambdaContext } from '../invocation.ts';

/** A context as Lambda passes it, with the given time left from now on. */
export function buildLambdaContext(
  options: { awsRequestId?: string; remainingMs?: number } = {},
): LambdaContext {
  const end = Date.now() + (options.remainingMs ?? 60_000);
  return {
    awsRequestId: options.awsRequestId ?? '8f507cfc-xmpl-4697-b07a-ac58fc914c95',
    functionName: 'function-under-test',
    getRemainingTimeInMillis: () => end - Date.now(),
  };
}
