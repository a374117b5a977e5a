import { createHmac, timingSafeEqual } from 'node:crypto';
import type { GatewayRequest } from '../../../gateway/service.ts';
import { S3Error } from '../error.ts';

/** The regions whose S3 takes signatures of version 2: those that opened before 2014. */
const REGIONS = new Set([
  ...['us-east-1', 'us-west-1', 'us-west-2', 'eu-west-1'],
  ...['ap-southeast-1', 'ap-southeast-2', 'ap-northeast-1', 'sa-east-1'],
]);

/** Parameters that are signed with the path. */
const SIGNED =
  /^(acl|cors|delete|lifecycle|location|logging|notification|partNumber|policy|requestPayment|response-.*|restore|tagging|torrent|uploadId|uploads|versionId|versioning|versions|website)$/;

/**
 * Checks a signature of version 2, with which boto3 and the AWS CLI sign addresses by default: its time always, the
 * signature itself for keys that the stack gave out. In the Authorization header it is refused. Throws `S3Error`.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAuthentication.html
 */
export function checkVersion2(
  request: GatewayRequest,
  { now, secretOf, region }: { now(): number; secretOf(id: string): string | undefined; region: string },
): void {
  const { searchParams: query } = request.url;
  if (request.headers.authorization?.startsWith('AWS ')) throw notSupported();
  if (!query.has('AWSAccessKeyId') && !query.has('Signature')) return;
  const [keyId, signature, expires] = ['AWSAccessKeyId', 'Signature', 'Expires'].map((name) =>
    query.get(name),
  );
  if (!keyId || !signature || !expires)
    throw new S3Error(
      'AccessDenied',
      'Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters',
    );
  if (!REGIONS.has(region)) throw notSupported();
  checkExpiry(expires, now());
  const secret = secretOf(keyId);
  if (secret === undefined) return;
  const expected = createHmac('sha1', secret).update(stringToSign(request, expires)).digest();
  const given = Buffer.from(signature, 'base64');
  if (given.length === expected.length && timingSafeEqual(given, expected)) return;
  throw new S3Error('SignatureDoesNotMatch', undefined, {
    AWSAccessKeyId: keyId,
    SignatureProvided: signature,
  });
}

function notSupported(): S3Error {
  const message =
    'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.';
  return new S3Error('InvalidRequest', message);
}

/** `expires`: seconds since the epoch. */
function checkExpiry(expires: string, now: number): void {
  if (!/^\d{1,12}$/.test(expires))
    throw new S3Error('AccessDenied', `Invalid date (should be seconds since epoch): ${expires}`);
  const end = Number(expires) * 1000;
  if (now <= end) return;
  const [Expires, ServerTime] = [end, now].map((time) => new Date(time).toISOString());
  throw new S3Error('AccessDenied', 'Request has expired', {
    Expires: Expires ?? '',
    ServerTime: ServerTime ?? '',
  });
}

function stringToSign({ method, headers, url, target = '/' }: GatewayRequest, expires: string): string {
  const own = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  const amazon = [...own, ...url.searchParams]
    .map(([name, value]): [string, string] => [name.toLowerCase(), value])
    .filter(([name]) => name.startsWith('x-amz-'))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}:${value.trim()}\n`);
  const [path = ''] = target.split('?');
  const signed = [...url.searchParams]
    .filter(([name]) => SIGNED.test(name))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`));
  const resource = signed.length === 0 ? path : `${path}?${signed.join('&')}`;
  const head = [method, headers['content-md5'] ?? '', headers['content-type'] ?? '', expires];
  return `${head.join('\n')}\n${amazon.join('')}${resource}`;
}
