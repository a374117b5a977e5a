import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { ResourcePolicy } from '../services/iam/policy-document.ts';
import type { ApiError } from './api-error.ts';

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
  /** Names and values in turn, each as it was sent. */
  rawHeaders?: readonly string[];
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

/** One permission that an operation needs: an IAM action on a resource ARN, which may have a policy of its own. */
export type Access = { action: string; resource: string; policy?: ResourcePolicy };

/** An operation for which IAM is not asked before it runs; `free` is the page of AWS that says why. */
export type Free = { free: string };

type Needs = readonly Access[] | Free;

/** An action that a caller lacks on a resource, and the ARN under which the caller is known. */
export type Denial = Pick<Access, 'action' | 'resource'> & { principalArn: string };

/** How a service says no. */
export type Refusals = {
  /** To a caller that lacks a permission. */
  denied: { status: number; code: string };
  /** To an operation that the stack does not have. */
  unsupported: { status: number; code: string };
  /** To a caller that is too fast. */
  throttled: Refusal;
  /** When the fault is its own. */
  failed: Refusal;
};

type Refusal = { status: number; code: string; message: string };

/** One AWS service behind the gateway, found by the service name in the SigV4 credential scope. */
export type Service = {
  /** Signing name, such as `dynamodb`, `sqs`, `lambda`, `logs`, `sts`. */
  name: string;
  /** Prefixes of `X-Amz-Target` by which a request without a signature names the service. */
  targets?: readonly string[];
  /** Whether a request without signature and target is for this service. */
  claims?(request: GatewayRequest): boolean;
  /** How the service refuses, where it does not do so as most services do. */
  refusals?: Partial<Refusals>;
  /** Whether bodies of requests are handed on as they come in, of any size. */
  streams?: boolean;
  /** The operation that a request names, supported or not; undefined when it names none. */
  operation(request: GatewayRequest): string | undefined;
  /** Operations that this service supports; the gateway refuses every other one by name. */
  operations: ReadonlySet<string>;
  /** What IAM must allow before the operation runs: an empty list allows nothing. Throws `ApiError`. */
  access(request: ServiceRequest): Needs | Promise<Needs>;
  /** Runs the operation. Throws `ApiError`; any other error is the service's own failure. */
  handle(request: ServiceRequest): Promise<ServiceResponse>;
  /** An error in this service's own wire format. */
  error(request: GatewayRequest, error: ApiError): ServiceResponse;
  /**
   * The answer to a write that meets another one under way, for faults; `draw` (0 to below 1) chooses what of the
   * request meets it. Undefined when the request writes nothing that could.
   */
  conflicted?(request: ServiceRequest, draw: number): ServiceResponse | undefined;
  /** What each write of the request takes of the capacity of its partition, in the order of its writes; for faults. */
  writeUnits?(request: ServiceRequest): Promise<readonly PartitionUnits[]>;
  /**
   * The answer to a request of which the writes at these places find no capacity, for faults. Undefined where that is
   * the one of a caller that is too fast.
   */
  exhausted?(request: ServiceRequest, places: ReadonlySet<number>): ServiceResponse | undefined;
};

/** Units of capacity that one write takes of a partition, which is named by table and partition key. */
export type PartitionUnits = { partition: string; units: number };
