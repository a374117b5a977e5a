import type { GatewayRequest } from './service.ts';

/** Who signed a request, and for which service. */
export type Credential = { accessKeyId: string; service: string };

/** Services that a request without a signature still names, by the prefix of `X-Amz-Target`. */
const TARGETS: ReadonlyMap<string, string> = new Map([
  ['DynamoDB_20120810', 'dynamodb'],
  ['DynamoDBStreams_20120810', 'dynamodb'],
  ['AmazonSQS', 'sqs'],
  ['Logs_20140328', 'logs'],
  ['AWSStepFunctions', 'states'],
  ['AWSCognitoIdentityProviderService', 'cognito-idp'],
]);

/**
 * The credential scope `accessKeyId/date/region/service/aws4_request` of a signed request, from its Authorization
 * header or its query. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
 */
export function credentialOf({ headers, url }: GatewayRequest): Credential | undefined {
  const inHeader = /^AWS4-[A-Z0-9-]+ .*?Credential=([^,\s]+)/.exec(headers.authorization ?? '')?.[1];
  const scope = (inHeader ?? url.searchParams.get('X-Amz-Credential') ?? '').split('/');
  const [accessKeyId, , , service, end] = scope;
  if (!accessKeyId || !service || end !== 'aws4_request') return undefined;
  return { accessKeyId, service };
}

/** The signing name of the service that a request is for; undefined when it names none. */
export function serviceNameOf(request: GatewayRequest): string | undefined {
  const target = request.headers['x-amz-target'];
  const prefix = typeof target === 'string' ? target.split('.')[0] : undefined;
  return (
    credentialOf(request)?.service ??
    (prefix === undefined ? undefined : TARGETS.get(prefix)) ??
    (isFormUpload(request) ? 's3' : undefined)
  );
}

/** A browser's upload to a bucket, whose signature is in the form. */
function isFormUpload({ method, headers }: GatewayRequest): boolean {
  return method === 'POST' && (headers['content-type'] ?? '').startsWith('multipart/form-data');
}
