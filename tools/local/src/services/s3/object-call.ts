import type { ServiceRequest, ServiceResponse } from '../../gateway/service.ts';
import { addressOf, bucketArn, type ObjectAddress } from './object-address.ts';
import { ObjectError } from './object-error.ts';
import type { ObjectRecord } from './object-record.ts';
import type { Bucket } from './bucket-rows.ts';
import type { ObjectsContext } from './objects-context.ts';

/** One request to S3, read. */
export type ObjectCall = ObjectAddress & {
  request: ServiceRequest;
  query: URLSearchParams;
  /** A header, or in a presigned address the parameter of its name. */
  header(name: string): string | undefined;
  /** Every header that begins with `prefix`, in lower case. */
  headersWith(prefix: string): [name: string, value: string][];
};

export type ObjectOperation = (
  call: ObjectCall,
  context: ObjectsContext,
) => ServiceResponse | Promise<ServiceResponse>;

/**
 * Parameters of a presigned address that stand for headers. Checksums do not: a client signs before it has the body,
 * with the checksum of nothing, and S3 reads over it.
 */
const STANDS_FOR_HEADER = /^x-amz-(?!checksum-|sdk-|content-sha256$)/i;

/** Throws `ObjectError` for an address that cannot be read. */
export function objectCall(request: ServiceRequest): ObjectCall {
  const { searchParams: query } = request.url;
  const own = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
  const signed = [...query]
    .filter(([name]) => STANDS_FOR_HEADER.test(name))
    .map(([name, value]): [string, string] => [name.toLowerCase(), value]);
  const headers = new Map([...signed, ...own]);
  return {
    ...addressOf(request),
    request,
    query,
    header: (name) => headers.get(name),
    headersWith: (prefix) => [...headers].filter(([name]) => name.startsWith(prefix)),
  };
}

/** The bucket that a call names. Throws `ObjectError`. */
export function existingBucket({ bucket: name }: ObjectAddress, { buckets }: ObjectsContext): Bucket {
  const bucket = buckets.get(name);
  if (bucket === undefined) throw new ObjectError('NoSuchBucket', undefined, { BucketName: name });
  return bucket;
}

/** The object that an address names. A caller that may not list the bucket is not told that there is none. */
export function existingObject(
  address: ObjectAddress,
  { request }: Pick<ObjectCall, 'request'>,
  context: ObjectsContext,
): ObjectRecord {
  existingBucket(address, context);
  const record = context.objects.get(address);
  if (record !== undefined) return record;
  requireAccess('s3:ListBucket', bucketArn(address.bucket), request, context);
  throw new ObjectError('NoSuchKey', undefined, { Key: address.key });
}

/** Throws `ObjectError` in the words of AWS when the caller may not do an action. */
export function requireAccess(
  action: string,
  resource: string,
  { caller }: Pick<ServiceRequest, 'caller'>,
  { authorize }: ObjectsContext,
): void {
  const refusal = authorize(caller, [{ action, resource }]);
  if (refusal === undefined) return;
  const what = `is not authorized to perform: ${action} on resource: "${resource}"`;
  const why = `because no identity-based policy allows the ${action} action`;
  throw new ObjectError('AccessDenied', `User: ${refusal.principalArn} ${what} ${why}`);
}

/** An answer without a body. */
export function emptyAnswer(status: number, headers: Record<string, string> = {}): ServiceResponse {
  return { status, headers, body: '' };
}

export function xmlAnswer(body: string, headers: Record<string, string> = {}): ServiceResponse {
  return { status: 200, headers: { 'content-type': 'application/xml', ...headers }, body };
}
