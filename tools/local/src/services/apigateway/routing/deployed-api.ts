import type { Authorizer } from '../../cognito/tokens/token-authorizer.ts';
import type { UserPools } from '../../cognito/user-pools.ts';
import { createThrottle } from '../checks/throttle.ts';
import type { RestApi, RestRoute, RestStage } from '../rest-config.ts';
import { createRouteTable, type RouteMatch } from './route-table.ts';

/** A REST API as it is served. */
export type DeployedApi = {
  api: RestApi;
  findRoute(method: string, path: string): RouteMatch | undefined;
  stages: ReadonlyMap<string, DeployedStage>;
  /** What admits requests to a method that is not open to all. */
  authorizerOf(route: RestRoute): Authorizer | undefined;
};

export type DeployedStage = {
  stage: RestStage;
  /** Whether one more request is within the limits of its method. */
  withinLimits(route: RestRoute): boolean;
};

/** Throws when a method's authorizer names a user pool that does not exist. */
export function deployApi(api: RestApi, tokenAuthorizer: UserPools['tokenAuthorizer']): DeployedApi {
  const made = api.routes.flatMap((route) => {
    const { authorizer } = route;
    return authorizer ? [[route, tokenAuthorizer(authorizer.poolArns, authorizer.scopes)] as const] : [];
  });
  const byRoute = new Map<RestRoute, Authorizer>(made);
  return {
    api,
    findRoute: createRouteTable(api.routes),
    stages: new Map(
      api.stages.map((stage) => [stage.name, { stage, withinLimits: createThrottle(api, stage) }]),
    ),
    authorizerOf: (route) => byRoute.get(route),
  };
}
