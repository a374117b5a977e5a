import { EXECUTE_API_PATH } from '../../gateway/paths.ts';

/** API, stage and the path below the stage, from `/_aws/execute-api/<apiId>/<stage>/<path>`. */
export function parseStagedPath(
  pathname: string,
): { apiId: string; stageName: string; path: string } | undefined {
  if (!pathname.startsWith(EXECUTE_API_PATH)) return undefined;
  const [apiId = '', stageName = '', ...rest] = pathname.slice(EXECUTE_API_PATH.length).split('/');
  return { apiId, stageName, path: `/${rest.join('/')}` };
}
