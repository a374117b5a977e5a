import { credentialOf, serviceNameOf } from './identify.ts';
import { refuseAccess, refuseOperation, refuseService, type Refusal } from './refuse.ts';
import type { Access, Caller, GatewayRequest, Service, ServiceRequest, ServiceResponse } from './service.ts';

/** An answer of the gateway; `reset` breaks the connection off without one. */
export type GatewayAnswer = HttpAnswer | 'reset';

/** A header of several values is sent as several headers, as `Set-Cookie` must be. */
export type HttpAnswer = Omit<ServiceResponse, 'headers'> & {
  headers: Readonly<Record<string, string | string[]>>;
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
  /** Why the service failed, when it threw. */
  error?: unknown;
};

export type RouteOptions = {
  services: readonly Service[];
  /** Answers everything below `/_aws/execute-api/`, and reads the bodies itself. */
  front?: (request: GatewayRequest) => Promise<HttpAnswer>;
  /** Answers pages that anybody may read, such as the keys of a user pool; undefined for what is none. */
  page?: (request: GatewayRequest) => Promise<HttpAnswer> | undefined;
  callerOf(accessKeyId: string): Caller;
  /** The first action that the caller lacks; undefined when all are allowed. */
  authorize(caller: Caller, access: readonly Access[]): Refusal | undefined;
  /** Stands around the service: may run it, wait, answer in its place, or break the connection off. */
  around?: (
    request: ServiceRequest,
    service: Service,
    run: () => Promise<ServiceResponse>,
  ) => Promise<ServiceResponse | 'reset'>;
  audit?: (entry: AuditEntry) => void;
};

const FRONT_PATH = '/_aws/execute-api/';
const OUTSIDE: Caller = { kind: 'external' };

/** Whether the front, or the service that a request is for, reads the body itself. */
export function takesStream({ services, front }: RouteOptions, request: GatewayRequest): boolean {
  if (front !== undefined && request.url.pathname.startsWith(FRONT_PATH)) return true;
  const name = serviceNameOf(request);
  return services.some((service) => service.name === name && service.streams === true);
}

/** Finds who answers a request, and answers it. */
export async function routeRequest(options: RouteOptions, request: GatewayRequest): Promise<GatewayAnswer> {
  if (options.front !== undefined && request.url.pathname.startsWith(FRONT_PATH))
    return options.front(request);
  const page = options.page?.(request);
  if (page !== undefined) return page;
  const started = Date.now();
  const credential = credentialOf(request);
  const name = serviceNameOf(request);
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

type Identified = {
  service: Service | undefined;
  name: string | undefined;
  operation: string | undefined;
  caller: Caller;
};
type Call = { answer: GatewayAnswer; resources: readonly string[]; error?: unknown };

async function callService(
  options: RouteOptions,
  request: GatewayRequest,
  identified: Identified,
): Promise<Call> {
  const { service, name, operation, caller } = identified;
  if (service === undefined) return { answer: refuseService(request, name), resources: [] };
  if (operation === undefined || !service.operations.has(operation)) {
    return { answer: refuseOperation(service, request, operation), resources: [] };
  }
  const known: ServiceRequest = { ...request, operation, caller };
  let resources: readonly string[] = [];
  try {
    const access = service.access(known);
    resources = [...new Set(access.map(({ resource }) => resource))];
    const refusal = options.authorize(caller, access);
    if (refusal !== undefined) return { answer: refuseAccess(service, request, refusal), resources };
    const run = () => service.handle(known);
    const answer = await (options.around?.(known, service, run) ?? run());
    return { answer, resources };
  } catch (error) {
    return { answer: failure(service, request, error), resources, error };
  }
}

function failure(service: Service, request: GatewayRequest, error: unknown): ServiceResponse {
  const message = error instanceof Error ? error.message : 'The service failed';
  return service.error(request, 500, 'InternalFailure', message);
}
