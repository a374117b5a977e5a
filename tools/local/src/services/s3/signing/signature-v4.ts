import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { S3Error } from '../error.ts';

/** `accessKeyId/date/region/service/aws4_request`. */
type CredentialScope = { accessKeyId: string; date: string; region: string; service: string };

/** Throws `S3Error`. */
export function parseScope(text: string): CredentialScope {
  const [accessKeyId = '', date = '', region = '', service = '', end, more] = text.split('/');
  if (end === 'aws4_request' && more === undefined && service === 's3')
    return { accessKeyId, date, region, service };
  const message = 'Error parsing the X-Amz-Credential parameter; the Credential is mal-formed';
  throw new S3Error('AuthorizationQueryParametersError', message);
}

/** The time in `20261231T235959Z`, in milliseconds since the epoch. Throws `S3Error`. */
export function parseAmzDate(text: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(time))
    throw new S3Error(
      'AuthorizationQueryParametersError',
      "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"",
    );
  return time;
}

/** Signs a text for a scope: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function signatureOf(text: string, { date, region, service }: CredentialScope, secret: string): string {
  const key = [date, region, service, 'aws4_request'].reduce<Buffer | string>(
    (last, part) => createHmac('sha256', last).update(part).digest(),
    `AWS4${secret}`,
  );
  return createHmac('sha256', key).update(text).digest('hex');
}

/** Throws `S3Error` when the signature of a text is not the one that was sent. */
export function checkSignature(sent: string, text: string, scope: CredentialScope, secret: string): void {
  const expected = Buffer.from(signatureOf(text, scope, secret));
  const given = Buffer.from(sent);
  if (expected.length !== given.length || !timingSafeEqual(expected, given))
    throw new S3Error('SignatureDoesNotMatch', undefined, { AWSAccessKeyId: scope.accessKeyId });
}

/** What is signed of a request, given its canonical form. */
export function stringToSign(
  canonical: string,
  amzDate: string,
  { date, region, service }: CredentialScope,
): string {
  const digest = createHash('sha256').update(canonical).digest('hex');
  return ['AWS4-HMAC-SHA256', amzDate, `${date}/${region}/${service}/aws4_request`, digest].join('\n');
}

/** As the signature writes names and values: all but letters, digits and `-._~` percent-encoded. */
export function encodeForSignature(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
