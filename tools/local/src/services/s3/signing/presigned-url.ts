import type { GatewayRequest } from '../../../gateway/service.ts';
import { S3Error } from '../error.ts';
import {
  checkSignature,
  encodeForSignature,
  parseAmzDate,
  parseScope,
  stringToSign,
} from './signature-v4.ts';

const LONGEST_SECONDS = 7 * 24 * 3600;
/** How far a client's clock may be ahead. */
const SKEW_MS = 15 * 60_000;

/**
 * Checks the signature in a request's address, if it has one: its times always, the signature itself for keys that the
 * stack gave out. Throws `S3Error`. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function checkPresigned(
  request: GatewayRequest,
  { now, secretOf }: { now(): number; secretOf(accessKeyId: string): string | undefined },
): void {
  const query = request.url.searchParams;
  const signature = query.get('X-Amz-Signature');
  if (signature === null) {
    if (request.headers.authorization === undefined && query.has('X-Amz-Credential')) throw missing();
    return;
  }
  const [algorithm, date, expires] = ['Algorithm', 'Date', 'Expires'].map((name) =>
    query.get(`X-Amz-${name}`),
  );
  const signedHeaders = query.get('X-Amz-SignedHeaders');
  if (algorithm !== 'AWS4-HMAC-SHA256' || !date || !expires || !signedHeaders) throw missing();
  checkTimes(parseAmzDate(date), expires, now());
  const scope = parseScope(query.get('X-Amz-Credential') ?? '');
  const secret = secretOf(scope.accessKeyId);
  if (secret === undefined) return;
  const canonical = canonicalRequest(request, signedHeaders.split(';'));
  checkSignature(signature, stringToSign(canonical, date, scope), scope, secret);
}

function missing(): S3Error {
  const names =
    'X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires';
  return new S3Error(
    'AuthorizationQueryParametersError',
    `Query-string authentication version 4 requires the ${names} parameters.`,
  );
}

function checkTimes(signedAt: number, expires: string, now: number): void {
  const seconds = /^\d{1,9}$/.test(expires) ? Number(expires) : -1;
  if (seconds < 0) throw new S3Error('AuthorizationQueryParametersError', 'X-Amz-Expires should be a number');
  if (seconds > LONGEST_SECONDS) {
    const message =
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds';
    throw new S3Error('AuthorizationQueryParametersError', message);
  }
  const end = signedAt + seconds * 1000;
  if (signedAt - now > SKEW_MS) throw new S3Error('AccessDenied', 'Request is not yet valid');
  if (now <= end) return;
  throw new S3Error('AccessDenied', 'Request has expired', {
    'X-Amz-Expires': expires,
    Expires: new Date(end).toISOString(),
    ServerTime: new Date(now).toISOString(),
  });
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#create-canonical-request */
function canonicalRequest(
  { method, target = '/', url, headers }: GatewayRequest,
  names: readonly string[],
): string {
  const [path = ''] = target.split('?');
  const query = [...url.searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encodeForSignature(name)}=${encodeForSignature(value)}`)
    .sort();
  const lines = names.map(
    (name) =>
      `${name}:${String(headers[name] ?? '')
        .trim()
        .replace(/ +/g, ' ')}\n`,
  );
  const payload = url.searchParams.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD';
  return [method, canonicalPath(path), query.join('&'), lines.join(''), names.join(';'), payload].join('\n');
}

/** Encoded once, as it is for S3 alone. */
function canonicalPath(path: string): string {
  return path
    .split('/')
    .map((part) => encodeForSignature(safeDecode(part)))
    .join('/');
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
