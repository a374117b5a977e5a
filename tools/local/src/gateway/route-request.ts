import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { ApiError } from './api-error.ts';
import { credentialOf, serviceNameOf } from './identify.ts';
import { refuseService } from './refuse-service.ts';
import { codeOfError, denied, failed, unsupported } from './refusals.ts';
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
type GatewayAnswer = HttpAnswer | 'reset';

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

/** A connection that asks for another protocol, as it came in. */
export type RawConnection = { incoming: IncomingMessage; socket: Duplex; head: Buffer };

/** Takes connections of WebSocket. */
export type SocketSite = {
  owns(request: GatewayRequest): boolean;
  /** Takes the connection over; an answer is the refusal of it. */
  open(request: GatewayRequest, connection: RawConnection): Promise<HttpAnswer | undefined>;
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
  /** The code of an error, of a service that speaks JSON. */
  code?: string | undefined;
  ms: number;
  /** The permission that the caller lacks. */
  denied?: Denial;
  /** Why the service failed, when it did not refuse by itself. */
  error?: unknown;
};

/** A call of an API whose caller is known, before it is answered. */
export type TracedCall = {
  request: GatewayRequest;
  service: string;
  operation: string;
  caller: Caller;
  /** Undefined when the request is not signed. */
  accessKeyId: string | undefined;
};

/** Stands around what the gateway answers, and changes nothing of it. */
export type CallWatch = {
  call<Result extends { answer: GatewayAnswer; denied?: Denial }>(
    call: TracedCall,
    run: () => Promise<Result>,
  ): Promise<Result>;
  site(request: GatewayRequest, run: () => Promise<HttpAnswer>): Promise<HttpAnswer>;
};

export type RouteOptions = {
  services: readonly Service[];
  sites?: readonly Site[];
  sockets?: readonly SocketSite[];
  callerOf(accessKeyId: string): Caller;
  /** The first action that the caller lacks; undefined when all are allowed, and there is at least one. */
  authorize(caller: Caller, access: readonly Access[]): Denial | undefined;
  /** Stands around the service: may run it, wait, answer in its place, or break the connection off. */
  around?: (
    request: ServiceRequest,
    service: Service,
    run: () => Promise<ServiceResponse>,
  ) => Promise<ServiceResponse | 'reset'>;
  watch?: CallWatch;
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
  if (site !== undefined) {
    const serve = () => site.serve(request);
    return options.watch === undefined ? serve() : options.watch.site(request, serve);
  }
  const started = Date.now();
  const credential = credentialOf(request);
  const name = serviceNameOf(options.services, request);
  const service = options.services.find((one) => one.name === name);
  const caller = credential === undefined ? OUTSIDE : options.callerOf(credential.accessKeyId);
  const operation = service?.operation(request);
  const run = () => callService(options, request, { service, name, operation, caller });
  const traced = { request, service: name ?? '', operation: operation ?? '', caller };
  const accessKeyId = credential?.accessKeyId;
  const call = await (options.watch?.call({ ...traced, accessKeyId }, run) ?? run());
  options.audit?.({
    time: started,
    requestId: request.id,
    caller,
    service: name ?? 'unknown',
    operation,
    resources: call.resources,
    ...(call.answer === 'reset'
      ? { status: undefined }
      : { status: call.answer.status, code: codeOfError(call.answer) }),
    ms: Date.now() - started,
    ...(call.denied && { denied: call.denied }),
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
type Call = { answer: GatewayAnswer; resources: readonly string[]; denied?: Denial; error?: unknown };

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
  const call: Omit<Call, 'answer'> = { resources: [] };
  const refuse = (error: unknown) => {
    if (!(error instanceof ApiError)) call.error = error;
    return service.error(request, apiErrorOf(service, error));
  };
  const run = () => service.handle(known).catch(refuse);
  try {
    const needs = await service.access(known);
    if (!('free' in needs)) {
      call.resources = [...new Set(needs.map(({ resource }) => resource))];
      const denial = options.authorize(caller, needs);
      if (denial !== undefined) {
        call.denied = denial;
        throw denied(service, denial);
      }
    }
    const answer = await (options.around?.(known, service, run) ?? run());
    return { ...call, answer };
  } catch (error) {
    const answer = refuse(error);
    return { ...call, answer };
  }
}

/** The one place where an error that is not AWS's becomes one: it is the service's own failure. */
function apiErrorOf(service: Service, error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return failed(service, error instanceof Error ? error.message : 'The service failed');
}
