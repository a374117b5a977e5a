import type { GatewayRequest } from './service.ts';

const ROOT = /(?:^|;)\s*Root=(1-[\da-f]{8}-[\da-f]{24})(?:;|$)/;

/**
 * The header of X-Ray that a service hands on to what comes of a call; X-Ray drops one that is not valid.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 */
export function traceHeaderOf({ headers }: Pick<GatewayRequest, 'headers'>): string | undefined {
  return validTrace(headers['x-amzn-trace-id']);
}

/** The header itself when X-Ray takes it. */
export function validTrace(header: unknown): string | undefined {
  return typeof header === 'string' && ROOT.test(header) ? header : undefined;
}

/** The header of an invocation that goes on with a trace: its root and whether it is sampled; the parent is its own. */
export function continuedTrace(own: string, header: string | undefined): string {
  const root = ROOT.exec(header ?? '')?.[1];
  if (root === undefined) return own;
  const sampled = /(?:^|;)\s*Sampled=([01])/.exec(header ?? '')?.[1] ?? '0';
  const [, parent = ''] = /(?:^|;)(Parent=[\da-f]+)/.exec(own) ?? [];
  return `Root=${root};${parent};Sampled=${sampled}`;
}
