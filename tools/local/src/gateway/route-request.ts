import { ApiError } from './api-error.ts';
import { credentialOf, serviceNameOf } from './identify.ts';
import { refuseService } from './refuse-service.ts';
import { denied, failed, unsupported } from './refusals.ts';
import type {
  Access,
  Caller,
  Denial,
  GatewayRequest,
  Service,
  ServiceRequest,
  ServiceResponse,
} from './service.ts';

/** An answer of the gateway; `reset` breaks the connection off without one. */
export type GatewayAnswer = HttpAnswer | 'reset';

/** A header of several values is sent as several headers, as `Set-Cookie` must be. */
export type HttpAnswer = Omit<ServiceResponse, 'headers'> & {
  headers: Readonly<Record<string, string | string[]>>;
};

/** Answers requests that are no calls of an AWS API: REST APIs, the keys of a user pool. */
export type Site = {
  owns(request: GatewayRequest): boolean;
  /** Reads the body itself, from `stream`. */
  serve(request: GatewayRequest): Promise<HttpAnswer>;
};

/** One AWS call, as it ended. */
export type AuditEntry = {
  /** Milliseconds since the epoch. */
  time: number;
  requestId: string;
  caller: Caller;
  service: string;
  operation: string | undefined;
  /** ARNs that the call needed permission for. */
  resources: readonly string[];
  /** HTTP status; undefined when the connection was broken off. */
  status: number | undefined;
  ms: number;
  /** Why the service failed, when it did not refuse by itself. */
  error?: unknown;
};

export type RouteOptions = {
  services: readonly Service[];
  sites?: readonly Site[];
  callerOf(accessKeyId: string): Caller;
  /** The first action that the caller lacks; undefined when all are allowed. */
  authorize(caller: Caller, access: readonly Access[]): Denial | undefined;
  /** Stands around the service: may run it, wait, answer in its place, or break the connection off. */
  around?: (
    request: ServiceRequest,
    service: Service,
    run: () => Promise<ServiceResponse>,
  ) => Promise<ServiceResponse | 'reset'>;
  audit?: (entry: AuditEntry) => void;
};

const OUTSIDE: Caller = { kind: 'external' };

/** Whether the site or the service that a request is for reads the body itself. */
export function takesStream({ services, sites }: RouteOptions, request: GatewayRequest): boolean {
  if (siteOf(sites, request) !== undefined) return true;
  const name = serviceNameOf(services, request);
  return services.some((service) => service.name === name && service.streams === true);
}

/** Finds who answers a request, and answers it. */
export async function routeRequest(options: RouteOptions, request: GatewayRequest): Promise<GatewayAnswer> {
  const site = siteOf(options.sites, request);
  if (site !== undefined) return site.serve(request);
  const started = Date.now();
  const credential = credentialOf(request);
  const name = serviceNameOf(options.services, request);
  const service = options.services.find((one) => one.name === name);
  const caller = credential === undefined ? OUTSIDE : options.callerOf(credential.accessKeyId);
  const operation = service?.operation(request);
  const call = await callService(options, request, { service, name, operation, caller });
  options.audit?.({
    time: started,
    requestId: request.id,
    caller,
    service: name ?? 'unknown',
    operation,
    resources: call.resources,
    status: call.answer === 'reset' ? undefined : call.answer.status,
    ms: Date.now() - started,
    ...('error' in call ? { error: call.error } : {}),
  });
  return call.answer;
}

function siteOf(sites: readonly Site[] = [], request: GatewayRequest): Site | undefined {
  return sites.find((site) => site.owns(request));
}

type Identified = {
  service: Service | undefined;
  name: string | undefined;
  operation: string | undefined;
  caller: Caller;
};
type Call = { answer: GatewayAnswer; resources: readonly string[]; error?: unknown };

/** The one place where an error of a service becomes its answer. */
async function callService(
  options: RouteOptions,
  request: GatewayRequest,
  identified: Identified,
): Promise<Call> {
  const { service, name, operation, caller } = identified;
  if (service === undefined) return { answer: refuseService(request, name), resources: [] };
  if (operation === undefined || !service.operations.has(operation))
    return { answer: service.error(request, unsupported(service, operation)), resources: [] };
  const known: ServiceRequest = { ...request, operation, caller };
  let resources: readonly string[] = [];
  try {
    const access = service.access(known);
    resources = [...new Set(access.map(({ resource }) => resource))];
    const denial = options.authorize(caller, access);
    if (denial !== undefined) throw denied(service, denial);
    const run = () => service.handle(known);
    const answer = await (options.around?.(known, service, run) ?? run());
    return { answer, resources };
  } catch (error) {
    if (error instanceof ApiError) return { answer: service.error(request, error), resources };
    const message = error instanceof Error ? error.message : 'The service failed';
    return { answer: service.error(request, failed(service, message)), resources, error };
  }
}
