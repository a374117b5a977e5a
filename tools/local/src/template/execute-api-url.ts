import { EXECUTE_API_PATH } from '../gateway/paths.ts';

const executeApi = /https:\/\/([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?(?=\/)/g;

/**
 * Puts the gateway in place of every execute-api host in `text`, so that the address of a REST API in an output or
 * an environment variable can be reached: `<gateway>/_aws/execute-api/<api id>/<stage>/...`.
 */
export function reachableExecuteApi(text: string, gatewayUrl: string): string {
  return text.replace(executeApi, (_, apiId: string) => `${gatewayUrl}${EXECUTE_API_PATH}${apiId}`);
}
