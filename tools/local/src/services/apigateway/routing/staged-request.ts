import type { GatewayRequest } from '../../../gateway/service.ts';
import type { RestApi, RestStage } from '../rest-config.ts';
import type { RouteMatch } from './route-table.ts';

/** A request whose API and stage are known, and its route if there is one. */
export type StagedRequest = {
  request: GatewayRequest;
  api: RestApi;
  stage: RestStage;
  /** The path below the stage, as it stands in the URL. */
  path: string;
  match: RouteMatch | undefined;
  /** Identifies the request in `x-amz-apigw-id`. */
  extendedRequestId: string;
  receivedAt: number;
};

/** A request that its method lets through to the function, its body read. */
export type AdmittedRequest = StagedRequest & {
  match: RouteMatch;
  /** What the authorizer says of the caller; absent when the method is open to all. */
  claims?: Readonly<Record<string, string>>;
};
