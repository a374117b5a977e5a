/** Path under which the gateway serves REST APIs. */
export const frontPrefix = '/_aws/execute-api/';

/** API, stage and the path below the stage, from `/_aws/execute-api/<apiId>/<stage>/<path>`. */
export function parseFrontPath(
  pathname: string,
): { apiId: string; stageName: string; path: string } | undefined {
  if (!pathname.startsWith(frontPrefix)) return undefined;
  const [apiId = '', stageName = '', ...rest] = pathname.slice(frontPrefix.length).split('/');
  return { apiId, stageName, path: `/${rest.join('/')}` };
}
