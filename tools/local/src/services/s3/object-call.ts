import type { ServiceRequest, ServiceResponse } from '../../gateway/service.ts';
import { S3Error } from './error.ts';
import { addressOf, bucketArn, type ObjectAddress } from './object-address.ts';
import type { S3Context } from './s3-context.ts';
import type { Bucket } from './store/bucket-rows.ts';
import type { ObjectRecord } from './store/object-rows.ts';

/** One request to S3, read. */
export type S3Call = ObjectAddress & {
  request: ServiceRequest;
  query: URLSearchParams;
  /** A header, or in a presigned address the parameter of its name. */
  header(name: string): string | undefined;
  /** Every header that begins with `prefix`, in lower case. */
  headersWith(prefix: string): [name: string, value: string][];
};

export type S3Operation = (call: S3Call, context: S3Context) => ServiceResponse | Promise<ServiceResponse>;

/**
 * Parameters of a presigned address that stand for headers. Checksums do not: a client signs before it has the body,
 * with the checksum of nothing, and S3 reads over it.
 */
const STANDS_FOR_HEADER = /^x-amz-(?!checksum-|sdk-|content-sha256$)/i;

/** Throws `S3Error` for an address that cannot be read. */
export function s3Call(request: ServiceRequest): S3Call {
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

/** The bucket that a call names. Throws `S3Error`. */
export function existingBucket({ bucket: name }: ObjectAddress, { buckets }: S3Context): Bucket {
  const bucket = buckets.get(name);
  if (bucket === undefined) throw new S3Error('NoSuchBucket', undefined, { BucketName: name });
  return bucket;
}

/** The object that a call names. A caller that may not list the bucket is not told that there is none. */
export function existingObject(
  call: ObjectAddress & Pick<S3Call, 'request'>,
  context: S3Context,
): ObjectRecord {
  existingBucket(call, context);
  const record = context.objects.get(call);
  if (record !== undefined) return record;
  requireAccess('s3:ListBucket', bucketArn(call.bucket), call.request, context);
  throw new S3Error('NoSuchKey', undefined, { Key: call.key });
}

/** Throws `S3Error` in the words of AWS when the caller may not do an action. */
export function requireAccess(
  action: string,
  resource: string,
  { caller }: Pick<ServiceRequest, 'caller'>,
  { authorize }: S3Context,
): void {
  const refusal = authorize(caller, [{ action, resource }]);
  if (refusal === undefined) return;
  const what = `is not authorized to perform: ${action} on resource: "${resource}"`;
  const why = `because no identity-based policy allows the ${action} action`;
  throw new S3Error('AccessDenied', `User: ${refusal.principalArn} ${what} ${why}`);
}
