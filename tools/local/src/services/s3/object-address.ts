import type { GatewayRequest } from '../../gateway/service.ts';
import { ObjectError } from './object-error.ts';

/** What a request is about; empty when it names no bucket, or no key. */
export type ObjectAddress = { bucket: string; key: string };

/** A key's longest, in bytes of UTF-8. */
const KEY_LIMIT_BYTES = 1024;

/**
 * Bucket and key of a request, in path style `/bucket/key` or with the bucket before `.localhost`. The key is what was
 * sent, decoded once: `..` and doubled slashes are part of it. Throws `ObjectError`.
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

/** Throws `ObjectError` when a key is longer than S3 takes. */
export function checkKey(key: string): void {
  const size = Buffer.byteLength(key);
  if (size <= KEY_LIMIT_BYTES) return;
  throw new ObjectError('KeyTooLongError', undefined, {
    Size: String(size),
    MaxSizeAllowed: String(KEY_LIMIT_BYTES),
  });
}

/** Percent-decoded UTF-8. Throws `ObjectError` when it is none. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ObjectError('InvalidURI');
  }
}

export function bucketArn(bucket: string): string {
  return `arn:aws:s3:::${bucket}`;
}

export function objectArn({ bucket, key }: ObjectAddress): string {
  return `${bucketArn(bucket)}/${key}`;
}
