import type { GatewayRequest, ServiceResponse } from '../../../gateway/service.ts';
import type { QueueError } from '../queue-error.ts';

/** One of the two wire formats of SQS, translated to and from the JSON protocol's inputs and outputs. */
export type WireProtocol = {
  /** The operation named, if any. */
  operation(request: GatewayRequest): string | undefined;
  /** The operation's input. Throws a QueueError when the body cannot be read. */
  input(request: GatewayRequest): Record<string, unknown>;
  answer(request: GatewayRequest, operation: string, output: object): ServiceResponse;
  error(request: GatewayRequest, error: QueueError): ServiceResponse;
};
