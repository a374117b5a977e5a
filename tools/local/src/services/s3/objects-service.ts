import type { GatewayRequest, Service, ServiceRequest, ServiceResponse } from '../../gateway/service.ts';
import { createBucket, deleteBucket, getBucketLocation, headBucket, listBuckets } from './buckets.ts';
import { completeMultipartUpload } from './complete-upload.ts';
import { copyObject } from './copy-object.ts';
import { deleteObject, deleteObjects } from './delete-objects.ts';
import { getObject, headObject } from './get-object.ts';
import { listObjects, listObjectsV2 } from './list-objects.ts';
import { listMultipartUploads, listParts } from './list-uploads.ts';
import {
  abortMultipartUpload,
  createMultipartUpload,
  uploadPart,
  uploadPartCopy,
} from './multipart-upload.ts';
import { objectAccess } from './object-access.ts';
import { objectCall, type ObjectOperation } from './object-call.ts';
import { ObjectError } from './object-error.ts';
import { objectOperation, objectOperations } from './object-operation.ts';
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from './object-tagging.ts';
import type { ObjectsContext } from './objects-context.ts';
import { postObject } from './post-object.ts';
import { checkPresigned } from './presigned-url.ts';
import { putObject } from './put-object.ts';
import { hostId } from './s3-event.ts';
import { plainXml } from './xml.ts';

const OPERATIONS: Readonly<Record<string, ObjectOperation>> = {
  ListBuckets: listBuckets,
  HeadBucket: headBucket,
  GetBucketLocation: getBucketLocation,
  CreateBucket: createBucket,
  DeleteBucket: deleteBucket,
  ListObjects: listObjects,
  ListObjectsV2: listObjectsV2,
  ListMultipartUploads: listMultipartUploads,
  DeleteObjects: deleteObjects,
  PostObject: postObject,
  GetObject: getObject,
  HeadObject: headObject,
  PutObject: putObject,
  CopyObject: copyObject,
  DeleteObject: deleteObject,
  CreateMultipartUpload: createMultipartUpload,
  UploadPart: uploadPart,
  UploadPartCopy: uploadPartCopy,
  CompleteMultipartUpload: completeMultipartUpload,
  AbortMultipartUpload: abortMultipartUpload,
  ListParts: listParts,
  GetObjectTagging: getObjectTagging,
  PutObjectTagging: putObjectTagging,
  DeleteObjectTagging: deleteObjectTagging,
};

/** S3 behind the gateway, in path style. */
export function createObjectsService(context: ObjectsContext): Service {
  return {
    name: 's3',
    streams: true,
    operation: objectOperation,
    operations: objectOperations,
    access: objectAccess,
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

async function run(request: ServiceRequest, context: ObjectsContext): Promise<ServiceResponse> {
  const operation = OPERATIONS[request.operation];
  try {
    if (operation === undefined)
      throw new ObjectError('NotImplemented', `${request.operation} is not supported`);
    checkPresigned(request, context);
    const call = objectCall(request);
    checkOwner(call.header('x-amz-expected-bucket-owner'), context);
    return await operation(call, context);
  } catch (error) {
    if (!(error instanceof ObjectError)) throw error;
    return errorAnswer(request, error.status, error.code, error.message, error.fields);
  }
}

function checkOwner(expected: string | undefined, { accountId }: ObjectsContext): void {
  if (expected !== undefined && expected !== accountId) throw new ObjectError('AccessDenied');
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
