import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';

/** Who signed a request: one of the stack's own roles, by its access key id, or a client outside the stack. */
export type Caller = { kind: 'external' } | { kind: 'role'; roleName: string; functionName: string };

/** An HTTP request as it reached the gateway, its body read whole. */
export type GatewayRequest = {
  /** Request id, answered in `x-amzn-requestid`. */
  id: string;
  method: string;
  url: URL;
  /** Path and query as they were sent: a URL resolves `..`, which an object's key may hold. */
  target?: string;
  headers: IncomingHttpHeaders;
  /** Empty when the service reads `stream`. */
  body: Buffer;
  /** The body as it comes in, for a service that `streams`. */
  stream?: Readable;
  /** Aborts when the client goes away before it has its answer. */
  signal: AbortSignal;
};

/** A request whose service, operation and caller are known. */
export type ServiceRequest = GatewayRequest & { operation: string; caller: Caller };

/** With `stream`, that is the body, and `content-length` is among the headers; `body` is then empty. */
export type ServiceResponse = {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
  stream?: Readable;
};

/** One permission that an operation needs: an IAM action on a resource ARN. */
export type Access = { action: string; resource: string };

/** One AWS service behind the gateway, found by the service name in the SigV4 credential scope. */
export type Service = {
  /** Signing name, such as `dynamodb`, `sqs`, `lambda`, `logs`, `sts`. */
  name: string;
  /** Whether bodies of requests are handed on as they come in, of any size. */
  streams?: boolean;
  /** The operation that a request names, supported or not; undefined when it names none. */
  operation(request: GatewayRequest): string | undefined;
  /** Operations that this service honours; the gateway refuses every other one by name. */
  operations: ReadonlySet<string>;
  /** What IAM must allow before the operation runs. */
  access(request: ServiceRequest): readonly Access[];
  handle(request: ServiceRequest): Promise<ServiceResponse>;
  /** An error in this service's own wire format. */
  error(request: GatewayRequest, status: number, code: string, message: string): ServiceResponse;
};
