import type { ApiError } from '../../gateway/api-error.ts';
import type {
  Access,
  Free,
  GatewayRequest,
  Service,
  ServiceRequest,
  ServiceResponse,
} from '../../gateway/service.ts';
import { bucketArn, copySource, objectArn } from './object-address.ts';
import { plainXml } from './answer.ts';
import { S3Error } from './error.ts';
import { hostId } from './events/s3-event.ts';
import { s3Call } from './object-call.ts';
import { operationName } from './operation-name.ts';
import type { S3Context } from './s3-context.ts';
import { OPERATIONS } from './s3-operations.ts';
import { checkPresigned } from './signing/presigned-url.ts';
import { checkVersion2 } from './signing/presigned-v2.ts';
import { refuseUnsupported } from './writing/object-details.ts';

/** S3 behind the gateway, in path style. */
export function s3Service(context: S3Context): Service {
  return {
    name: 's3',
    // A browser's upload to a bucket, whose signature is in the form; an address whose signature has lost its key.
    claims: ({ method, headers, url: { searchParams: query } }) =>
      (method === 'POST' && (headers['content-type'] ?? '').startsWith('multipart/form-data')) ||
      (query.has('Signature') && !query.has('Action')),
    refusals: {
      denied: { status: 403, code: 'AccessDenied' },
      unsupported: { status: 501, code: 'NotImplemented' },
      throttled: { status: 503, code: 'SlowDown', message: 'Please reduce your request rate.' },
      failed: {
        status: 500,
        code: 'InternalError',
        message: 'We encountered an internal error. Please try again.',
      },
    },
    streams: true,
    operation: operationName,
    operations: new Set(Object.keys(OPERATIONS)),
    access: s3Access,
    handle: async (request) => withIds(request, await run(request, context)),
    error: (request, error) => withIds(request, errorAnswer(request, error)),
  };
}

/**
 * What IAM must allow before an operation runs, from the call as the operation reads it. Throws `S3Error`.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
function s3Access(request: ServiceRequest): readonly Access[] | Free {
  const needed = OPERATIONS[request.operation]?.action ?? [];
  if ('free' in needed) return needed;
  const [on, name] = needed;
  const call = s3Call(request);
  if (on === undefined) return [];
  const action = `s3:${name}`;
  if (on === 'all') return [{ action, resource: '*' }];
  if (on === 'bucket') return [{ action, resource: bucketArn(call.bucket) }];
  const resource = objectArn(call);
  const source = request.operation.includes('Copy')
    ? [{ action: 's3:GetObject', resource: objectArn(copySource(request)) }]
    : [];
  const tagged = call.header('x-amz-tagging') !== undefined;
  return [...source, { action, resource }, ...(tagged ? [{ action: 's3:PutObjectTagging', resource }] : [])];
}

async function run(request: ServiceRequest, context: S3Context): Promise<ServiceResponse> {
  const operation = OPERATIONS[request.operation]?.run;
  if (operation === undefined) throw new Error(`s3 has no operation ${request.operation}`);
  checkVersion2(request, context);
  checkPresigned(request, context);
  const call = s3Call(request);
  refuseUnsupported(call);
  checkOwner(call.header('x-amz-expected-bucket-owner'), context);
  return operation(call, context);
}

function checkOwner(expected: string | undefined, { accountId }: S3Context): void {
  if (expected !== undefined && expected !== accountId) throw new S3Error('AccessDenied');
}

function errorAnswer({ id, method, target }: GatewayRequest, error: ApiError): ServiceResponse {
  const { status, code, message } = error;
  const fields = error instanceof S3Error ? error.fields : {};
  const headers = { 'content-type': 'application/xml' };
  if (method === 'HEAD') return { status, headers, body: '' };
  const [resource = ''] = (target ?? '').split('?');
  const body = plainXml('Error', {
    Code: code,
    Message: message,
    ...fields,
    Resource: resource,
    RequestId: id,
    HostId: hostId(id),
  });
  return { status, headers, body };
}

function withIds({ id }: GatewayRequest, answer: ServiceResponse): ServiceResponse {
  const ids = { 'x-amz-request-id': id, 'x-amz-id-2': hostId(id) };
  return { ...answer, headers: { ...answer.headers, ...ids } };
}
