import type { GatewayRequest, Service } from './service.ts';

/** Who signed a request, and for which service. */
type Credential = { accessKeyId: string; service: string };

/**
 * The credential scope `accessKeyId/date/region/service/aws4_request` of a signed request, from its Authorization
 * header or its query. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
 */
export function credentialOf({ headers, url }: GatewayRequest): Credential | undefined {
  const inHeader = /^AWS4-[A-Z0-9-]+ .*?Credential=([^,\s]+)/.exec(headers.authorization ?? '')?.[1];
  const scope = (inHeader ?? url.searchParams.get('X-Amz-Credential') ?? '').split('/');
  const [accessKeyId, , , service, end] = scope;
  const older = inHeader === undefined && scope.length < 2 ? version2KeyOf(headers, url) : undefined;
  if (older !== undefined) return { accessKeyId: older, service: 's3' };
  if (!accessKeyId || !service || end !== 'aws4_request') return undefined;
  return { accessKeyId, service };
}

/** The key of a signature of version 2, which S3 alone still takes; the query protocol has an Action beside it. */
function version2KeyOf({ authorization }: GatewayRequest['headers'], url: URL): string | undefined {
  const key = /^AWS ([^:]+):/.exec(authorization ?? '')?.[1] ?? url.searchParams.get('AWSAccessKeyId');
  return key === null || key === '' || url.searchParams.has('Action') ? undefined : key;
}

/** The signing name of the service that a request is for: by its signature, its target, or what the services claim. */
export function serviceNameOf(services: readonly Service[], request: GatewayRequest): string | undefined {
  const signed = credentialOf(request)?.service;
  if (signed !== undefined) return signed;
  const prefix = targetOf(request)?.prefix;
  const byTarget = services.find(({ targets }) => prefix !== undefined && targets?.includes(prefix));
  return (byTarget ?? services.find((service) => service.claims?.(request)))?.name;
}

/** The header `X-Amz-Target: Prefix.Operation`, read; text of any other form, such as two headers, names no operation. */
export function targetOf({ headers }: GatewayRequest): { prefix: string; operation: string } | undefined {
  const target = headers['x-amz-target'];
  if (typeof target !== 'string') return undefined;
  const [, prefix = target, operation = ''] = /^(\w+)\.(\w+)$/.exec(target) ?? [];
  return { prefix, operation };
}
