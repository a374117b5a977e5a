import type { GatewayRequest } from '../../gateway/service.ts';
import { decode, type ObjectAddress } from './object-address.ts';
import { ObjectError } from './object-error.ts';

/** What `x-amz-copy-source: /bucket/key` names, percent-encoded and with or without its first slash. Throws `ObjectError`. */
export function copySource({ headers, url }: GatewayRequest): ObjectAddress {
  const sent = headers['x-amz-copy-source'] ?? url.searchParams.get('x-amz-copy-source') ?? '';
  const [path = '', query] = String(sent).split('?');
  if (query !== undefined)
    throw new ObjectError('NotImplemented', `x-amz-copy-source: ?${query} is not supported`);
  const [, bucket = '', key = ''] = /^\/?([^/]+)\/(.+)$/s.exec(decode(path)) ?? [];
  if (bucket !== '' && key !== '') return { bucket, key };
  throw new ObjectError(
    'InvalidArgument',
    'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
    {
      ArgumentName: 'x-amz-copy-source',
      ArgumentValue: String(sent),
    },
  );
}
