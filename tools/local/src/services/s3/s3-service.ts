import type { GatewayRequest, Service, ServiceRequest, ServiceResponse } from '../../gateway/service.ts';
import { s3Access } from './access.ts';
import { plainXml } from './answer.ts';
import { S3Error } from './error.ts';
import { hostId } from './events/s3-event.ts';
import { s3Call } from './object-call.ts';
import { operationName } from './operation-name.ts';
import type { S3Context } from './s3-context.ts';
import { OPERATIONS } from './s3-operations.ts';
import { checkPresigned } from './signing/presigned-url.ts';

/** S3 behind the gateway, in path style. */
export function createS3Service(context: S3Context): Service {
  return {
    name: 's3',
    streams: true,
    operation: operationName,
    operations: new Set(Object.keys(OPERATIONS)),
    access: s3Access,
    handle: async (request) => withIds(request, await run(request, context)),
    error: (request, status, code, message) =>
      withIds(request, errorAnswer(request, status, NAMES[code] ?? code, message)),
  };
}

/** What the gateway says, in S3's words. */
const NAMES: Readonly<Record<string, string>> = {
  AccessDeniedException: 'AccessDenied',
  NotImplementedException: 'NotImplemented',
  InternalFailure: 'InternalError',
};

async function run(request: ServiceRequest, context: S3Context): Promise<ServiceResponse> {
  const operation = OPERATIONS[request.operation]?.run;
  try {
    if (operation === undefined) throw new S3Error('NotImplemented', `${request.operation} is not supported`);
    checkPresigned(request, context);
    const call = s3Call(request);
    checkOwner(call.header('x-amz-expected-bucket-owner'), context);
    return await operation(call, context);
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    return errorAnswer(request, error.status, error.code, error.message, error.fields);
  }
}

function checkOwner(expected: string | undefined, { accountId }: S3Context): void {
  if (expected !== undefined && expected !== accountId) throw new S3Error('AccessDenied');
}

function errorAnswer(
  { id, method, target }: GatewayRequest,
  status: number,
  code: string,
  message: string,
  fields: Readonly<Record<string, string>> = {},
): ServiceResponse {
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
