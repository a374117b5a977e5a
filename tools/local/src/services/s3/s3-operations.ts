import type { Free } from '../../gateway/service.ts';
import type { S3Operation } from './object-call.ts';
import * as configured from './operations/bucket-configuration.ts';
import * as buckets from './operations/buckets.ts';
import { deleteObject, deleteObjects } from './operations/delete-objects.ts';
import { getObject, headObject } from './operations/get-object.ts';
import { listObjects, listObjectsV2 } from './operations/list-objects.ts';
import { listMultipartUploads, listParts } from './operations/list-uploads.ts';
import * as uploads from './operations/multipart-upload.ts';
import * as tagging from './operations/object-tagging.ts';
import { postObject } from './operations/post-object.ts';
import { copyObject, putObject } from './operations/put-object.ts';
import { uploadPart, uploadPartCopy } from './operations/upload-part.ts';

type Supported = {
  run: S3Operation;
  /** Parameters of its query. A request with another one is refused. */
  query?: readonly string[];
  /** The IAM action, on every bucket, the bucket or the object; a page where `run` asks for each key of the body. */
  action: Free | readonly [on: 'all' | 'bucket' | 'object', action: string];
};

const ANSWER_HEADERS = [
  'content-type',
  'content-language',
  'expires',
  'cache-control',
  'content-disposition',
  'content-encoding',
];
const READ = ['partNumber', ...ANSWER_HEADERS.map((name) => `response-${name}`)];
const PAGE = ['prefix', 'delimiter', 'encoding-type'];
const PART = ['partNumber', 'uploadId'];

function configuration(run: S3Operation, action: string, parameter: string): Supported {
  return { run, action: ['bucket', action], query: [parameter] };
}

/** Every operation that the stack supports, by its name in the API. */
export const OPERATIONS: Readonly<Record<string, Supported>> = {
  ListBuckets: {
    run: buckets.listBuckets,
    action: ['all', 'ListAllMyBuckets'],
    query: ['prefix', 'max-buckets', 'continuation-token', 'bucket-region'],
  },
  HeadBucket: { run: buckets.headBucket, action: ['bucket', 'ListBucket'] },
  GetBucketLocation: {
    run: buckets.getBucketLocation,
    action: ['bucket', 'GetBucketLocation'],
    query: ['location'],
  },
  GetBucketNotificationConfiguration: configuration(
    configured.getBucketNotificationConfiguration,
    'GetBucketNotification',
    'notification',
  ),
  GetBucketEncryption: configuration(
    configured.getBucketEncryption,
    'GetEncryptionConfiguration',
    'encryption',
  ),
  GetPublicAccessBlock: configuration(
    configured.getPublicAccessBlock,
    'GetBucketPublicAccessBlock',
    'publicAccessBlock',
  ),
  GetBucketOwnershipControls: configuration(
    configured.getBucketOwnershipControls,
    'GetBucketOwnershipControls',
    'ownershipControls',
  ),
  GetBucketPolicy: configuration(configured.getBucketPolicy, 'GetBucketPolicy', 'policy'),
  GetBucketPolicyStatus: configuration(
    configured.getBucketPolicyStatus,
    'GetBucketPolicyStatus',
    'policyStatus',
  ),
  GetBucketVersioning: configuration(configured.getBucketVersioning, 'GetBucketVersioning', 'versioning'),
  GetBucketTagging: configuration(configured.getBucketTagging, 'GetBucketTagging', 'tagging'),
  GetBucketLifecycleConfiguration: configuration(
    configured.getBucketLifecycleConfiguration,
    'GetLifecycleConfiguration',
    'lifecycle',
  ),
  GetBucketCors: configuration(configured.getBucketCors, 'GetBucketCORS', 'cors'),
  GetBucketWebsite: configuration(configured.getBucketWebsite, 'GetBucketWebsite', 'website'),
  GetBucketReplication: configuration(
    configured.getBucketReplication,
    'GetReplicationConfiguration',
    'replication',
  ),
  GetObjectLockConfiguration: configuration(
    configured.getObjectLockConfiguration,
    'GetBucketObjectLockConfiguration',
    'object-lock',
  ),
  GetBucketLogging: configuration(configured.getBucketLogging, 'GetBucketLogging', 'logging'),
  GetBucketAccelerateConfiguration: configuration(
    configured.getBucketAccelerateConfiguration,
    'GetAccelerateConfiguration',
    'accelerate',
  ),
  GetBucketRequestPayment: configuration(
    configured.getBucketRequestPayment,
    'GetBucketRequestPayment',
    'requestPayment',
  ),
  GetBucketAcl: configuration(configured.getBucketAcl, 'GetBucketAcl', 'acl'),
  CreateBucket: { run: buckets.createBucket, action: ['bucket', 'CreateBucket'] },
  DeleteBucket: { run: buckets.deleteBucket, action: ['bucket', 'DeleteBucket'] },
  ListObjects: { run: listObjects, action: ['bucket', 'ListBucket'], query: [...PAGE, 'max-keys', 'marker'] },
  ListObjectsV2: {
    run: listObjectsV2,
    action: ['bucket', 'ListBucket'],
    query: [...PAGE, 'max-keys', 'list-type', 'continuation-token', 'start-after', 'fetch-owner'],
  },
  ListMultipartUploads: {
    run: listMultipartUploads,
    action: ['bucket', 'ListBucketMultipartUploads'],
    query: [...PAGE, 'uploads', 'key-marker', 'upload-id-marker', 'max-uploads'],
  },
  DeleteObjects: {
    run: deleteObjects,
    action: { free: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html' },
    query: ['delete'],
  },
  PostObject: {
    run: postObject,
    action: { free: 'https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html' },
  },
  GetObject: { run: getObject, action: ['object', 'GetObject'], query: READ },
  HeadObject: { run: headObject, action: ['object', 'GetObject'], query: READ },
  PutObject: { run: putObject, action: ['object', 'PutObject'] },
  CopyObject: { run: copyObject, action: ['object', 'PutObject'] },
  DeleteObject: { run: deleteObject, action: ['object', 'DeleteObject'] },
  CreateMultipartUpload: {
    run: uploads.createMultipartUpload,
    action: ['object', 'PutObject'],
    query: ['uploads'],
  },
  UploadPart: { run: uploadPart, action: ['object', 'PutObject'], query: PART },
  UploadPartCopy: { run: uploadPartCopy, action: ['object', 'PutObject'], query: PART },
  CompleteMultipartUpload: {
    run: uploads.completeMultipartUpload,
    action: ['object', 'PutObject'],
    query: ['uploadId'],
  },
  AbortMultipartUpload: {
    run: uploads.abortMultipartUpload,
    action: ['object', 'AbortMultipartUpload'],
    query: ['uploadId'],
  },
  ListParts: {
    run: listParts,
    action: ['object', 'ListMultipartUploadParts'],
    query: ['uploadId', 'part-number-marker', 'max-parts', 'encoding-type'],
  },
  GetObjectTagging: {
    run: tagging.getObjectTagging,
    action: ['object', 'GetObjectTagging'],
    query: ['tagging'],
  },
  PutObjectTagging: {
    run: tagging.putObjectTagging,
    action: ['object', 'PutObjectTagging'],
    query: ['tagging'],
  },
  DeleteObjectTagging: {
    run: tagging.deleteObjectTagging,
    action: ['object', 'DeleteObjectTagging'],
    query: ['tagging'],
  },
};
