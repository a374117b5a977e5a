import type { IncomingHttpHeaders } from 'node:http';
import type { GatewayRequest } from '../../../gateway/service.ts';
import { GATEWAY_FAILURES, type GatewayFailure } from '../answers/gateway-failure.ts';
import type { RestRoute } from '../rest-config.ts';
import type { DeployedApi, DeployedStage } from '../routing/deployed-api.ts';
import type { AdmittedRequest, StagedRequest } from '../routing/staged-request.ts';
import { refuseRequest } from './request-check.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const PAYLOAD_LIMIT_BYTES = 10 * 1024 * 1024;

type Failed = { failure: GatewayFailure };
type Served = { deployed: DeployedApi; stage: DeployedStage };

/**
 * The request as its function may see it, or why it may not: there is no such method, it is throttled, its caller is
 * not authorized, it is too long or not what the method asks for, in this order. The body of a caller that is not
 * authorized is not read.
 */
export async function admitRequest(
  { deployed, stage }: Served,
  staged: StagedRequest,
): Promise<AdmittedRequest | Failed> {
  const { match } = staged;
  if (match === undefined) return { failure: GATEWAY_FAILURES.unknownRoute };
  if (!stage.withinLimits(match.route)) return { failure: GATEWAY_FAILURES.throttled };
  const caller = await authorize(deployed, match.route, staged.request.headers);
  if ('failure' in caller) return caller;
  const body = await bodyWithin(staged.request, PAYLOAD_LIMIT_BYTES);
  if (body === undefined) return { failure: GATEWAY_FAILURES.tooLong };
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
  return claims === undefined ? { failure: GATEWAY_FAILURES.unauthorized } : { claims };
}

/** The body read whole; undefined as soon as it turns out longer than `limit` bytes, what follows is not kept. */
export async function bodyWithin(request: GatewayRequest, limit: number): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return undefined;
  if (request.stream === undefined) return request.body.length > limit ? undefined : request.body;
  const chunks: Buffer[] = [];
  let size = 0;
  // The stream stays open, and the connection with it: the client is still to hear the answer.
  for await (const chunk of request.stream.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > limit) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
