import type { IncomingHttpHeaders } from 'node:http';
import { bodyWithin } from './body-within.ts';
import type { DeployedApi, DeployedStage } from './deployed-api.ts';
import { gatewayFailures, type GatewayFailure } from './gateway-failure.ts';
import { refuseRequest } from './request-check.ts';
import type { RestRoute } from './rest-config.ts';
import type { AdmittedRequest, StagedRequest } from './staged-request.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const payloadLimitBytes = 10 * 1024 * 1024;

type Failed = { failure: GatewayFailure };
type Served = { deployed: DeployedApi; stage: DeployedStage };

/**
 * The request as its function may see it, or why it may not: there is no such method, it is throttled, its caller is
 * not authorized, it is too long or not what the method asks for, in this order. The body of a stranger is not read.
 */
export async function admitRequest(
  { deployed, stage }: Served,
  staged: StagedRequest,
): Promise<AdmittedRequest | Failed> {
  const { match } = staged;
  if (match === undefined) return { failure: gatewayFailures.unknownRoute };
  if (!stage.hasRoom(match.route)) return { failure: gatewayFailures.throttled };
  const caller = await authorize(deployed, match.route, staged.request.headers);
  if ('failure' in caller) return caller;
  const body = await bodyWithin(staged.request, payloadLimitBytes);
  if (body === undefined) return { failure: gatewayFailures.tooLong };
  const request = { ...staged.request, body };
  const failure = match.route.check && refuseRequest(match.route.check, request, match);
  return failure === undefined ? { ...staged, ...caller, request, match } : { failure };
}

async function authorize(
  deployed: DeployedApi,
  route: RestRoute,
  headers: IncomingHttpHeaders,
): Promise<Pick<AdmittedRequest, 'claims'> | Failed> {
  const authorizer = deployed.authorizerOf(route);
  if (authorizer === undefined || route.authorizer === undefined) return {};
  const token = headers[route.authorizer.header];
  const claims = await authorizer(typeof token === 'string' ? token : token?.[0]);
  return claims === undefined ? { failure: gatewayFailures.unauthorized } : { claims };
}
