import { arnOf } from '../../arn.ts';
import type { GatewayRequest } from '../../gateway/service.ts';
import { S3Error } from './error.ts';

/** What a request is about; empty when it names no bucket, or no key. */
export type ObjectAddress = { bucket: string; key: string };

/** A key's longest, in bytes of UTF-8. */
const KEY_LIMIT_BYTES = 1024;

/**
 * Bucket and key of a request, in path style `/bucket/key` or with the bucket before `.localhost`. The key is what was
 * sent, decoded once: `..` and doubled slashes are part of it. Throws `S3Error`.
 */
export function addressOf({ target, url, headers }: GatewayRequest): ObjectAddress {
  const [path = ''] = (target ?? url.pathname).replace(/^https?:\/\/[^/]*/, '').split('?');
  const inHost = /^([a-z0-9.-]+)\.localhost(:\d+)?$/.exec(headers.host ?? '')?.[1];
  const [, bucket = '', key = ''] =
    /^\/([^/]*)\/?(.*)$/s.exec(inHost === undefined ? path : `/${inHost}${path}`) ?? [];
  const address = { bucket: decode(bucket), key: decode(key) };
  checkKey(address.key);
  return address;
}

/** Throws `S3Error` when a key is longer than S3 takes. */
export function checkKey(key: string): void {
  const size = Buffer.byteLength(key);
  if (size <= KEY_LIMIT_BYTES) return;
  throw new S3Error('KeyTooLongError', undefined, {
    Size: String(size),
    MaxSizeAllowed: String(KEY_LIMIT_BYTES),
  });
}

/** Percent-decoded UTF-8. Throws `S3Error` when it is none. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error('InvalidURI');
  }
}

export function bucketArn(bucket: string): string {
  return arnOf('s3', {}, bucket);
}

export function objectArn({ bucket, key }: ObjectAddress): string {
  return `${bucketArn(bucket)}/${key}`;
}

/** What `x-amz-copy-source: /bucket/key` names, percent-encoded and with or without its first slash. Throws `S3Error`. */
export function copySource({ headers, url }: GatewayRequest): ObjectAddress {
  const sent = headers['x-amz-copy-source'] ?? url.searchParams.get('x-amz-copy-source') ?? '';
  const [path = '', query] = String(sent).split('?');
  if (query !== undefined)
    throw new S3Error('NotImplemented', `x-amz-copy-source: ?${query} is not supported`);
  const [, bucket = '', key = ''] = /^\/?([^/]+)\/(.+)$/s.exec(decode(path)) ?? [];
  if (bucket !== '' && key !== '') return { bucket, key };
  throw new S3Error(
    'InvalidArgument',
    'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
    {
      ArgumentName: 'x-amz-copy-source',
      ArgumentValue: String(sent),
    },
  );
}
